"""Identifiers."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """Make a time-ordered UUID (RFC 9562, version 7); Python has its own from 3.14 on."""
    value = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def uuid8(digest: bytes) -> UUID:
    """Make a UUID (RFC 9562, version 8) of the first 16 bytes of a digest: the same digest, the same id."""
    value = int.from_bytes(digest[:16], "big")
    value = value & ~(0xF << 76) | 0x8 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
