"""Announce again what the emulator forgot: queues live in its memory, objects on disk.

Every object under incoming/ whose import has not come to an end gets its S3 notification once more, into its bank's queue.
Reading a statement twice does nothing, so one announcement too many is harmless.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote_plus

from purser.domain.uploads import Address, MisaddressedError
from purser.store.postgres import connect

from infra.local import cloud
from infra.local.home import Home
from infra.local.postgres import PostgresServer

DATABASE = "purser"
ENDED = ("done", "rejected", "undone", "failed")
Arrival = tuple[str, str | None]
"""Key and version of an object."""


def redeliver(home: Home, server: PostgresServer, bucket: str) -> int:
    """Announce unfinished objects of the bucket; return how many."""
    ended = _ended(server)
    sqs = cloud.client(home, "sqs")
    waiting = [found for found in _arrived(cloud.client(home, "s3"), bucket) if (found["Key"], found["VersionId"]) not in ended]
    for found in waiting:
        queue = sqs.get_queue_url(QueueName=f"purser-local-{Address.parse(found['Key']).bank}")["QueueUrl"]
        sqs.send_message(QueueUrl=queue, MessageBody=json.dumps(_notification(bucket, found)))
    return len(waiting)


def _ended(server: PostgresServer) -> set[Arrival]:
    """Read, as the administrator, whom row-level security does not bind, what needs no announcement."""
    credentials = {"username": server.user, "password": server.password}
    with closing(connect(host=server.host, port=server.port, database=DATABASE, credentials=credentials)) as admin:
        rows = admin.run("SELECT object_key, object_version FROM imports WHERE status = ANY(:ended)", ended=list(ENDED))
    return {(key, version) for key, version in rows}


def _arrived(s3: Any, bucket: str) -> Iterator[dict[str, Any]]:
    """List the current objects whose key names a place in the ledger."""
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix="incoming/"):
        for found in page.get("Versions", []):
            if found["IsLatest"] and _is_addressed(found["Key"]):
                yield found


def _is_addressed(key: str) -> bool:
    try:
        Address.parse(key)
    except MisaddressedError:
        return False
    return True


def _notification(bucket: str, found: dict[str, Any]) -> dict[str, Any]:
    """Write what S3 writes; https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html."""
    file = {
        "key": quote_plus(found["Key"], safe="/"),
        "size": found["Size"],
        "eTag": found["ETag"].strip('"'),
        "versionId": found["VersionId"],
    }
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": cloud.REGION,
        "eventTime": found["LastModified"].strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "eventName": "ObjectCreated:Put",
        "s3": {"s3SchemaVersion": "1.0", "bucket": {"name": bucket, "arn": f"arn:aws:s3:::{bucket}"}, "object": file},
    }
    return {"Records": [record]}
