"""Asking for a letter to an address that may be nobody's: an event that goes straight to the bus, and into no archive.

Events of the source `purser` are archived and are of an organisation; this one holds an address that a stranger typed.
"""

import json
from typing import Any

SOURCE = "purser.sign_in"


def ask(eventbridge: Any, bus: str, type_: str, detail: dict[str, str]) -> None:
    """Put the event. Whether anyone has that address is found out by whoever sends, so that the answer's time cannot tell."""
    entry = {"EventBusName": bus, "Source": SOURCE, "DetailType": type_, "Detail": json.dumps(detail)}
    eventbridge.put_events(Entries=[entry])
