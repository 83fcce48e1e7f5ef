"""Whether the services we stand on answer: each function asks the cheapest question there is and raises if it gets no answer."""

from typing import Any

from purser.store.postgres import Connection


def ask_postgres(connection: Connection) -> None:
    """Ask for a constant."""
    connection.run("SELECT 1")


def ask_bucket(s3: Any, bucket: str) -> None:
    """Ask whether the bucket is there."""
    s3.head_bucket(Bucket=bucket)


def ask_bus(events: Any, name: str) -> None:
    """Ask whether the event bus is there."""
    events.describe_event_bus(Name=name)
