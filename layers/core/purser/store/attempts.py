"""Attempts at signing in, counted by whatever is slowed down. A subject is a hash: nobody's address stands here."""

from dataclasses import dataclass

from purser.store.postgres import Connection


@dataclass(frozen=True, slots=True)
class Pace:
    """How a subject is slowed down: `free` attempts at once, then 2, 4, 8 … seconds between two, `longest` at most."""

    free: int
    longest: int


def take(connection: Connection, subject: bytes, pace: Pace) -> int:
    """Take an attempt and return 0, or return in how many seconds the next one may be taken.

    Counted before its outcome is known and in one statement, so that many at once are no way around it. A quiet day forgets.
    """
    taken = connection.run(
        """
        INSERT INTO sign_in_attempts AS a (subject, attempts, last_at, free_at) VALUES (:subject, 1, now(), now())
        ON CONFLICT (subject) DO UPDATE SET
            attempts = CASE WHEN a.last_at < now() - interval '1 day' THEN 1 ELSE a.attempts + 1 END,
            last_at = now(),
            free_at = now() + CASE
                WHEN a.last_at < now() - interval '1 day' OR a.attempts + 1 < :free THEN interval '0'
                ELSE least(:longest, power(2, least(20, a.attempts + 2 - :free))) * interval '1 second'
            END
            WHERE a.free_at <= now()
        RETURNING attempts
        """,
        subject=subject,
        free=pace.free,
        longest=pace.longest,
    )
    return 0 if taken else _wait(connection, subject)


def give_back(connection: Connection, subject: bytes) -> None:
    """Uncount an attempt that succeeded: a house full of people behind one address signs in all day."""
    connection.run(
        "UPDATE sign_in_attempts SET attempts = greatest(attempts - 1, 0), free_at = now() WHERE subject = :subject",
        subject=subject,
    )


def forget(connection: Connection, subjects: list[bytes]) -> None:
    """Forget these, after a success; and whatever was last tried two days ago."""
    connection.run(
        "DELETE FROM sign_in_attempts WHERE subject = ANY(:subjects) OR last_at < now() - interval '2 days'", subjects=subjects
    )


def _wait(connection: Connection, subject: bytes) -> int:
    found = connection.run(
        "SELECT CAST(ceil(extract(epoch FROM free_at - now())) AS integer) FROM sign_in_attempts WHERE subject = :subject",
        subject=subject,
    )
    return max(1, found[0][0]) if found else 1
