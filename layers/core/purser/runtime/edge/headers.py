"""Headers that every answer carries, and which other origins may ask."""

from collections.abc import Mapping

from purser.runtime.settings import settings

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Vary": "Origin",
}
_HTTPS_ONLY = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, X-CSRF-Token",
    "Access-Control-Max-Age": "600",
}


def protective(origin: str, *, preflight: bool = False) -> Mapping[str, str]:
    """Return the headers for an answer to a request from `origin` ("" if it says none)."""
    ours = settings().public_origin
    headers = {**_ALWAYS, **(_HTTPS_ONLY if ours.startswith("https://") else {})}
    if origin != ours:
        return headers
    allowed = {
        "Access-Control-Allow-Origin": ours,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": "X-Request-Id, Retry-After",
    }
    return {**headers, **allowed, **(_PREFLIGHT if preflight else {})}
