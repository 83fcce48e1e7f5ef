"""Identifiers."""

import os
import time
from uuid import UUID

_FREE = (1 << 128) - 1 & ~(0xF << 76) & ~(0x3 << 62)
"""The bits that are neither version nor variant."""
_VERSION_7 = 0x7 << 76 | 0x2 << 62
_VERSION_8 = 0x8 << 76 | 0x2 << 62


def uuid7() -> UUID:
    """Make a time-ordered UUID (RFC 9562, version 7); Python has its own from 3.14 on."""
    value = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10), "big")
    return UUID(int=value & _FREE | _VERSION_7)


def uuid8(digest: bytes) -> UUID:
    """Make a UUID (RFC 9562, version 8) of the first 16 bytes of a digest: the same digest, the same id."""
    return UUID(int=int.from_bytes(digest[:16], "big") & _FREE | _VERSION_8)
