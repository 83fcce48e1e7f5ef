"""Passwords: Argon2id with the costs OWASP names first (19 MiB, two passes, one lane).

Length is a rule, composition is not; what is easy to guess is refused with advice (NIST SP 800-63B, 3.1.1.2).
"""

import unicodedata
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from purser.domain.errors import FieldProblem, InvalidInputError

SHORTEST = 12
LONGEST = 128
STRONG = 3
"""Of zxcvbn's scores, 0 to 4: more than a hundred million guesses."""
JUDGED = 72
"""Characters that zxcvbn looks at; its work grows with their square."""

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


def is_outdated(stored: str) -> bool:
    """Tell whether a hash was made with other costs than ours are now."""
    return _HASHER.check_needs_rehash(stored)


def refuse_weak(password: str, about: Sequence[str]) -> None:
    """InvalidInputError, with advice, if the password is easy to guess for who knows `about`: address, organisation."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its word lists are needed by who chooses a password, not at every sign-in

    words = [word for text in about for word in (text, *text.replace("@", " ").replace(".", " ").split())]
    found = zxcvbn(password[:JUDGED], user_inputs=[*words, "purser"])
    if found["score"] < STRONG:
        feedback = found["feedback"]
        advice = " ".join(filter(None, [feedback["warning"], *feedback["suggestions"]]))
        problem = advice or "Add another word or two. Uncommon words are better."
        raise InvalidInputError("This password is easy to guess.", (FieldProblem("password", problem),))


def _normal(password: str) -> bytes:
    """One spelling for what looks the same on two keyboards (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password).encode()
