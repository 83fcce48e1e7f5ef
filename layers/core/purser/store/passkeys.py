"""Passkeys and the challenges they sign, each of which counts once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.store.postgres import Connection, TenantTx

MINUTES = 5


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as it is stored: its COSE public key, and how often it has signed as far as it says."""

    id: UUID
    user_id: UUID
    credential_id: bytes
    public_key: bytes
    sign_count: int


def put_challenge(connection: Connection, challenge: bytes, user_id: UUID | None) -> None:
    """Store a challenge for a person, or for whoever signs it; forget those that nobody signed in time."""
    connection.run("DELETE FROM passkey_challenges WHERE expires_at < now()")
    connection.run(
        "INSERT INTO passkey_challenges VALUES (:challenge, CAST(:user AS uuid), now() + make_interval(mins => :minutes))",
        challenge=challenge,
        user=user_id,
        minutes=MINUTES,
    )


def take_challenge(connection: Connection, challenge: bytes, user_id: UUID | None) -> bool:
    """Use a challenge up; False if it was not made for this person, or is over, or was used before."""
    taken = connection.run(
        """
        DELETE FROM passkey_challenges
        WHERE challenge = :challenge AND user_id IS NOT DISTINCT FROM CAST(:user AS uuid) AND expires_at > now()
        RETURNING challenge
        """,
        challenge=challenge,
        user=user_id,
    )
    return bool(taken)


def insert_passkey(tx: TenantTx, key: Passkey, name: str) -> dict[str, Any]:
    """Insert a passkey; return what its owner sees of it."""
    tx.execute(
        """
        INSERT INTO passkeys (id, org_id, user_id, name, credential_id, public_key, sign_count)
        VALUES (:id, :org, :user, :name, :credential, :public_key, :count)
        """,
        id=key.id,
        org=tx.org_id,
        user=key.user_id,
        name=name,
        credential=key.credential_id,
        public_key=key.public_key,
        count=key.sign_count,
    )
    return next(shown for shown in passkeys_of(tx, key.user_id) if shown["id"] == str(key.id))


def passkeys_of(tx: TenantTx, user_id: UUID) -> list[dict[str, Any]]:
    """Return what a person sees of their passkeys, the newest first."""
    return tx.items(
        "SELECT id, name, created_at, last_used_at FROM passkeys WHERE user_id = :user ORDER BY id DESC", user=user_id
    )


def credentials_of(tx: TenantTx, user_id: UUID) -> list[bytes]:
    """Return the names by which a person's authenticators know their passkeys."""
    return [bytes(row[0]) for row in tx.rows("SELECT credential_id FROM passkeys WHERE user_id = :user", user=user_id)]


def lock_passkey(tx: TenantTx, user_id: UUID, credential_id: bytes) -> Passkey | None:
    """Return a passkey of this person, locked until the transaction ends, None if there is no such."""
    found = tx.one(
        """
        SELECT id, user_id, credential_id, public_key, sign_count FROM passkeys
        WHERE credential_id = :credential AND user_id = :user FOR UPDATE
        """,
        credential=credential_id,
        user=user_id,
    )
    return Passkey(found[0], found[1], bytes(found[2]), bytes(found[3]), found[4]) if found else None


def note_use(tx: TenantTx, passkey_id: UUID, sign_count: int) -> None:
    """Note that a passkey has signed."""
    tx.execute("UPDATE passkeys SET sign_count = :count, last_used_at = now() WHERE id = :id", count=sign_count, id=passkey_id)


def delete_passkey(tx: TenantTx, user_id: UUID, passkey_id: UUID) -> bool:
    """Delete a passkey of this person; False if there is no such."""
    return tx.execute("DELETE FROM passkeys WHERE id = :id AND user_id = :user", id=passkey_id, user=user_id) > 0
