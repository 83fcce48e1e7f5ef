"""Structured logs and metrics of a function. Never log a claim, a token, a payload or a password."""

from aws_lambda_powertools import Logger, Metrics

NAMESPACE = "Purser"


def logger_of(function: str) -> Logger:
    """Return the JSON logger of a function; POWERTOOLS_LOG_LEVEL sets how much it says."""
    return Logger(service=function, utc=True, serialize_stacktrace=False)


def metrics_of(function: str) -> Metrics:
    """Return the metrics of a function, written as EMF log lines that CloudWatch turns into figures."""
    return Metrics(namespace=NAMESPACE, service=function)
