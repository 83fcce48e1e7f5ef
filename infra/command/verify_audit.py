"""purser verify-audit: prove that the audit log is as it was written, or name the first entry that is not."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

from infra.command._client import configure_client, connect
from infra.command._command import Command

BROKEN = 2


def configure(parser: ArgumentParser) -> None:
    """Declare what is known from an earlier run."""
    configure_client(parser)
    parser.add_argument(
        "--known",
        metavar="ENTRY:HASH",
        type=known,
        help="what an earlier run printed: the log must still say the same there, which not even the database's owner can fake",
    )


def known(text: str) -> tuple[int, str]:
    """Read an entry's number and its hash."""
    number, _, hashed = text.partition(":")
    if not number.isdigit() or len(hashed) != len("00") * 32:
        raise ArgumentTypeError("an entry's number, a colon and its hash, such as an earlier run printed")
    return int(number), hashed.lower()


def run(arguments: Namespace) -> int:
    """Print the verdict; 0 if the whole log is as it was written, 2 if it is not."""
    with connect(arguments) as client:
        query = {"seq": str(arguments.known[0])} if arguments.known else {}
        proof = client.call("GET", "/api/audit-log/proof", params=query)
    trouble = _trouble(proof, arguments.known)
    if trouble:
        print(trouble)
        return BROKEN
    print(f"{proof['entries']} entries, each as it was written. Keep this: {proof['entries']}:{proof['hash']}")
    return 0


def _trouble(proof: dict[str, Any], earlier: tuple[int, str] | None) -> str:
    if proof["broken"]:
        return f"Entry {proof['broken']['seq']} is broken. {proof['broken']['reason']} All {proof['entries']} before it are good."
    if earlier and proof["hash_at"] != earlier[1]:
        return f"Entry {earlier[0]} is not the one that was there: the log was written anew from some entry up to it."
    return ""


COMMAND = Command("verify-audit", "prove the audit log, or name its first broken entry", configure, run)
