"""Passwords: Argon2id with the costs OWASP names first (19 MiB, two passes, one lane). Length is the only rule."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

SHORTEST = 12
LONGEST = 128

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$BIghkku8tD8UuLcHX8RZtg$va+V3HgAf+makTCkyFOryZF/Jr/S2vQ3tLP3bWEDoEY"
"""The hash of no one's password: what an unknown address is checked against, so that it takes as long as a known one."""


def hash_password(password: str) -> str:
    """Return the PHC string to store, salt and costs included."""
    return _HASHER.hash(_normal(password))


def matches(password: str, stored: str | None) -> bool:
    """Tell whether `password` is the one stored; None, for an unknown person, is False after the same work."""
    if len(password) > LONGEST:
        return False
    try:
        _HASHER.verify(stored or _NOBODY, _normal(password))
    except VerifyMismatchError:
        return False
    return stored is not None


def _normal(password: str) -> bytes:
    """One spelling for what looks the same on two keyboards (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password).encode()
