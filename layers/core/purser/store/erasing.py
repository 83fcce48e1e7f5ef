"""Deleting an organisation's objects from the buckets, every version of them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.domain.uploads import BANKS

BATCH = 1000
"""S3 deletes no more objects in one call."""


@dataclass(frozen=True, slots=True)
class Shelves:
    """The buckets that hold something of organisations, and S3."""

    s3: Any
    statements: str
    others: tuple[str, ...]

    def clear(self, org_id: UUID) -> int:
        """Delete everything of an organisation; return how many versions that were."""
        places = [(self.statements, prefix) for prefix in _incoming(org_id)]
        places += [(bucket, prefix) for bucket in self.others for prefix in self._prefixes(bucket, org_id)]
        return sum(self._delete(bucket, self._versions(bucket, prefix)) for bucket, prefix in places)

    def forget_originals(self, org_id: UUID, days: int) -> int:
        """Delete statement files that came longer ago; return how many versions that were."""
        before = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
        return sum(
            self._delete(
                self.statements, (one for one in self._versions(self.statements, prefix) if one["LastModified"] < before)
            )
            for prefix in _incoming(org_id)
        )

    def _prefixes(self, bucket: str, org_id: UUID) -> Iterator[str]:
        """Return where an organisation's objects are: at the root or one level down, by its id or as a partition of it."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Delimiter="/")
        folders = [one["Prefix"] for page in pages for one in page.get("CommonPrefixes", [])]
        for folder in ("", *folders):
            yield f"{folder}{org_id}/"
            yield f"{folder}org_id={org_id}/"

    def _versions(self, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
        for page in self.s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
            yield from page.get("Versions", [])
            yield from page.get("DeleteMarkers", [])

    def _delete(self, bucket: str, versions: Iterator[dict[str, Any]]) -> int:
        found = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in versions]
        for start in range(0, len(found), BATCH):
            self.s3.delete_objects(Bucket=bucket, Delete={"Objects": found[start : start + BATCH], "Quiet": True})
        return len(found)


def _incoming(org_id: UUID) -> list[str]:
    return [f"incoming/{bank}/{org_id}/" for bank in BANKS]
