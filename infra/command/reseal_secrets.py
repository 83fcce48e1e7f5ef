"""`purser reseal-secrets`: bank tokens and seeds of authenticator apps, sealed under new data keys of KMS."""

import argparse
import datetime as dt
from collections import Counter

from infra.command._command import Command
from infra.command._functions import choose_environment, invoke

PLACES = {"sync_bank": "tokens of linked banks", "auth": "seeds of authenticator apps"}
"""The functions that may open them, each its own kind and no other."""


def run(arguments: argparse.Namespace) -> int:
    """Have both functions seal anew what was sealed before now, round after round; 1 if some seals did not open."""
    before, broken = dt.datetime.now(dt.UTC).isoformat(), 0
    for function, secrets in PLACES.items():
        total: Counter[str] = Counter()
        more = True
        while more:
            told = invoke(arguments.environment, function, {"reseal": before})
            more = told["more"]
            total["resealed"] += told["resealed"]
            total["broken"] = told["broken"]
        print(f"{secrets}: {total['resealed']} sealed anew" + (f", {total['broken']} do not open" if total["broken"] else ""))
        broken += total["broken"]
    return 1 if broken else 0


COMMAND = Command("reseal-secrets", "seal bank tokens and app seeds under new keys", choose_environment, run)
