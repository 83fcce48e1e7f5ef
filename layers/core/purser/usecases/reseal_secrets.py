"""Seal secrets anew, under data keys of the key that KMS holds now: after its rotation, or if a data key may be known."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from purser.store import audit, sealed
from purser.store.audit import Deed, Origin
from purser.store.kms import SealBrokenError, Vault
from purser.store.postgres import Connection, tenant_tx
from purser.store.sealed import Shelf

MOST = 200
"""Secrets of one invocation: each asks KMS twice."""


@dataclass(slots=True)
class Resealed:
    """What was done. `broken` counts seals that do not open, which stay as they are; `more` says that some are left."""

    resealed: int = 0
    broken: int = 0
    more: bool = False


def reseal_secrets(connection: Connection, vault: Vault, shelf: Shelf, before: dt.datetime, most: int = MOST) -> Resealed:
    """Seal anew what was sealed before then, an organisation at a time. Harmless to repeat: what is done is not done again."""
    done = Resealed()
    for org_id in sealed.organizations_sealed_before(connection, before):
        if done.resealed >= most:
            done.more = True
            break
        _reseal(connection, vault, shelf, (org_id, before), done)
    return done


def _reseal(connection: Connection, vault: Vault, shelf: Shelf, which: tuple[UUID, dt.datetime], done: Resealed) -> None:
    org_id, before = which
    with tenant_tx(connection, org_id) as tx:
        count = 0
        for key, was in sealed.sealed_before(tx, shelf, before):
            try:
                anew = vault.reseal(org_id, was)
            except SealBrokenError:  # nobody can open it, and nothing is lost by leaving it; counted
                done.broken += 1
                continue
            count += sealed.put_sealed(tx, shelf, key, was, anew)
        if count:
            audit.record(tx, None, Deed(action="reseal", subject_type=shelf.secrets, after={"secrets": count}), Origin())
    done.resealed += count
