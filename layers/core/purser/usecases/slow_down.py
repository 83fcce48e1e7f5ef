"""Slow guessing down, so that nobody can guess on, and nobody can lock somebody else out.

Three paces, all in Postgres, so that every container counts alike: an account from one address (5 at once, then up to 15
minutes), an account from all addresses that it does not know (20 at once, then up to 30 seconds), and one address against all
accounts (50 at once, then up to 15 minutes). The second is what a stranger can do to somebody: half a minute's wait, where they
have never signed in. Where they have within a month, or have opened a letter of ours, only their own mistakes count.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from purser.domain.errors import TooManyError
from purser.store import attempts
from purser.store.attempts import Pace
from purser.store.postgres import Connection

PAIR = Pace(free=5, longest=900)
ACCOUNT = Pace(free=20, longest=30)
ADDRESS = Pace(free=50, longest=900)


@dataclass(frozen=True, slots=True)
class Guess:
    """Somebody tries: `what` ("password", "code") of which account, from which address."""

    what: str
    account: str
    address: str

    def take(self, connection: Connection, is_known: Callable[[], bool]) -> None:
        """Count it, or raise TooManyError; `is_known` tells whether the account knows the address, asked only if that matters."""
        paces = {self._address: ADDRESS, self._pair: PAIR, self._account: ACCOUNT}
        waits = attempts.take(connection, paces, (self._address, self._pair))
        for_all = [waits[subject] for subject in (self._address, self._pair) if subject in waits]
        if for_all:
            raise _too_many(max(for_all))
        if self._account in waits and not is_known():
            raise _too_many(waits[self._account])

    def forget(self, connection: Connection) -> None:
        """It was right: the account starts afresh; the address has this attempt back, and no more, or one's own would free it."""
        attempts.succeed(connection, (self._pair, self._account), self._address)

    @property
    def _pair(self) -> bytes:
        return _subject("pair", self.what, self.account, self.address)

    @property
    def _account(self) -> bytes:
        return _subject("account", self.what, self.account)

    @property
    def _address(self) -> bytes:
        return _subject("address", self.what, self.address)


def _subject(*parts: str) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode()).digest()


def _too_many(seconds: int) -> TooManyError:
    return TooManyError(f"Too many attempts. Try again in {seconds} seconds.", seconds=seconds)
