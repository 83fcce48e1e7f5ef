"""Codes of authenticator apps (RFC 6238: SHA-1, six digits, thirty seconds) and the codes for who has lost theirs."""

import base64
import hmac
import secrets
from typing import Any

STEP_SECONDS = 30
DRIFT = 1
"""Steps that a clock may be off, either way."""
DIGITS = 6
ISSUER = "Purser"
RECOVERY_CODES = 10
_RECOVERY_BYTES = 10


def new_seed() -> str:
    """Return 160 random bits in Base32, as apps take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def uri(seed: str, email: str) -> str:
    """Return the otpauth:// address that an app scans."""
    return str(_totp(seed).provisioning_uri(name=email, issuer_name=ISSUER))


def qr_svg(text: str) -> str:
    """Draw a text as a QR code, an <svg> element to be put into a page as it is."""
    import segno  # noqa: PLC0415 - only who sets up an app needs it

    return str(segno.make(text, error="m").svg_inline(scale=4, border=2, dark="#222", light="#fff"))


def step_of(seed: str, code: str, now: float) -> int | None:
    """Return the 30-second step that a code belongs to, of now and those beside it; None if it is of none of them."""
    totp = _totp(seed)
    current = int(now) // STEP_SECONDS
    steps = range(current - DRIFT, current + DRIFT + 1)
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())]
    return right[-1] if right else None


def is_app_code(code: str) -> bool:
    """Tell a code of an app from a recovery code."""
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def new_recovery_codes() -> list[str]:
    """Return ten codes of 80 random bits, in groups that can be read out."""
    return [_grouped(base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower()) for _ in range(RECOVERY_CODES)]


def tidy(code: str) -> str:
    """Return a code as it was made, however it was typed."""
    return "".join(code.split()).replace("-", "").lower()


def _grouped(code: str) -> str:
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def _totp(seed: str) -> Any:
    import pyotp  # noqa: PLC0415 - not needed at most sign-ins

    return pyotp.TOTP(seed, digits=DIGITS, interval=STEP_SECONDS)
