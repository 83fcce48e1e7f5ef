"""Authenticator apps and recovery codes. Seeds are sealed, codes hashed, and each counts once."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from purser.store.postgres import TenantTx


@dataclass(frozen=True, slots=True)
class Device:
    """An authenticator app: its sealed seed, and whether it has shown a right code yet."""

    seed: bytes
    confirmed: bool


def device(tx: TenantTx, user_id: UUID) -> Device | None:
    """Return the person's authenticator app, if there is one."""
    found = tx.one("SELECT seed, confirmed_at IS NOT NULL FROM totp_devices WHERE user_id = :user", user=user_id)
    return Device(bytes(found[0]), found[1]) if found else None


def put_device(tx: TenantTx, user_id: UUID, seed: bytes) -> bool:
    """Store the seed of an app to be confirmed, in place of another such; False if one is confirmed already."""
    stored = tx.rows(
        """
        INSERT INTO totp_devices AS d (user_id, org_id, seed) VALUES (:user, :org, :seed)
        ON CONFLICT (user_id) DO UPDATE SET seed = excluded.seed, last_counter = -1, created_at = now()
            WHERE d.confirmed_at IS NULL
        RETURNING user_id
        """,
        user=user_id,
        org=tx.org_id,
        seed=seed,
    )
    return bool(stored)


def take_counter(tx: TenantTx, user_id: UUID, counter: int) -> bool:
    """Take a code by its 30-second step, which confirms the app; False if that step or a later one was taken before."""
    taken = tx.rows(
        """
        UPDATE totp_devices SET last_counter = :counter, confirmed_at = coalesce(confirmed_at, now())
        WHERE user_id = :user AND last_counter < :counter RETURNING user_id
        """,
        user=user_id,
        counter=counter,
    )
    return bool(taken)


def remove_device(tx: TenantTx, user_id: UUID) -> None:
    """Forget the app and the recovery codes."""
    tx.execute("DELETE FROM totp_devices WHERE user_id = :user", user=user_id)
    tx.execute("DELETE FROM recovery_codes WHERE user_id = :user", user=user_id)


def put_recovery_codes(tx: TenantTx, user_id: UUID, hashes: Iterable[bytes]) -> None:
    """Store new recovery codes in place of any older ones."""
    tx.execute("DELETE FROM recovery_codes WHERE user_id = :user", user=user_id)
    tx.execute(
        "INSERT INTO recovery_codes (user_id, org_id, code_hash) SELECT :user, :org, unnest(CAST(:hashes AS bytea[]))",
        user=user_id,
        org=tx.org_id,
        hashes=list(hashes),
    )


def use_recovery_code(tx: TenantTx, user_id: UUID, code_hash: bytes) -> bool:
    """Use a recovery code up; False if there is no such, or it was used before."""
    used = tx.rows(
        """
        UPDATE recovery_codes SET used_at = now() WHERE user_id = :user AND code_hash = :hash AND used_at IS NULL
        RETURNING user_id
        """,
        user=user_id,
        hash=code_hash,
    )
    return bool(used)
