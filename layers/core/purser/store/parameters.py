"""SSM parameters: what is configured, shared and no secret."""

from typing import Any


def read_parameter(ssm: Any, name: str) -> str:
    """Return the value of a parameter."""
    return str(ssm.get_parameter(Name=name)["Parameter"]["Value"])
