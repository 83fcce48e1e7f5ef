"""`purser rotate-keys`: another key for access tokens, at once."""

import argparse

from infra.command._command import Command
from infra.command._functions import choose_environment, invoke


def run(arguments: argparse.Namespace) -> int:
    """Invoke the function, which alone may write keys; print the name of the one that signs from now on."""
    told = invoke(arguments.environment, "rotate_keys", {"rotate": True})
    print(f"Access tokens are signed with {told['Current']} from now on. The key before it verifies until its tokens expire.")
    return 0


COMMAND = Command("rotate-keys", "sign access tokens with a new key", choose_environment, run)
