"""Attempts at signing in, counted by whatever is slowed down. A subject is a hash: nobody's address stands here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from purser.store.postgres import Connection


@dataclass(frozen=True, slots=True)
class Pace:
    """How a subject is slowed down: `free` attempts at once, then 2, 4, 8 … seconds between two, `longest` at most."""

    free: int
    longest: int


def take(connection: Connection, paces: Mapping[bytes, Pace], decisive: Sequence[bytes]) -> dict[bytes, int]:
    """Take an attempt of each subject; return in how many seconds those can be taken that cannot now.

    Counted before the outcome is known and in one statement, so that many at once are no way around it; where a `decisive` one
    must wait, none is counted. A quiet day forgets.
    """
    taken = connection.run(
        """
        INSERT INTO sign_in_attempts AS a (subject, attempts, last_at, free_at)
        SELECT w.subject, 1, now(), now()
        FROM unnest(CAST(:subjects AS bytea[])) AS w (subject)
        WHERE NOT EXISTS (SELECT FROM sign_in_attempts WHERE subject = ANY(CAST(:decisive AS bytea[])) AND free_at > now())
        ORDER BY w.subject
        ON CONFLICT (subject) DO UPDATE SET
            attempts = CASE WHEN a.last_at < now() - interval '1 day' THEN 1 ELSE a.attempts + 1 END,
            last_at = now(),
            free_at = now() + (
                SELECT CASE
                    WHEN a.last_at < now() - interval '1 day' OR a.attempts + 1 < p.free THEN interval '0'
                    ELSE least(p.longest, power(2, least(20, a.attempts + 2 - p.free))) * interval '1 second'
                END
                FROM unnest(CAST(:subjects AS bytea[]), CAST(:frees AS integer[]), CAST(:longests AS integer[]))
                    AS p (subject, free, longest)
                WHERE p.subject = a.subject
            )
            WHERE a.free_at <= now()
        RETURNING subject
        """,
        subjects=list(paces),
        decisive=list(decisive),
        frees=[pace.free for pace in paces.values()],
        longests=[pace.longest for pace in paces.values()],
    )
    refused = set(paces) - {bytes(row[0]) for row in taken}
    return _waits(connection, list(refused)) if refused else {}


def succeed(connection: Connection, subjects: Sequence[bytes], shared: bytes) -> None:
    """Forget these, after a success, and whatever was last tried two days ago; uncount the attempt of what others share."""
    connection.run(
        """
        WITH given_back AS (
            UPDATE sign_in_attempts SET attempts = greatest(attempts - 1, 0), free_at = now() WHERE subject = :shared
        )
        DELETE FROM sign_in_attempts
        WHERE subject <> :shared AND (subject = ANY(CAST(:subjects AS bytea[])) OR last_at < now() - interval '2 days')
        """,
        subjects=list(subjects),
        shared=shared,
    )


def _waits(connection: Connection, subjects: list[bytes]) -> dict[bytes, int]:
    found = connection.run(
        """
        SELECT subject, greatest(1, CAST(ceil(extract(epoch FROM free_at - now())) AS integer)) FROM sign_in_attempts
        WHERE subject = ANY(CAST(:subjects AS bytea[])) AND free_at > now()
        """,
        subjects=subjects,
    )
    return {bytes(subject): seconds for subject, seconds in found}
