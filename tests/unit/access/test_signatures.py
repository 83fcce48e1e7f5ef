"""Which signatures count, whatever a token says of itself."""

import base64
import datetime as dt
import hmac
import json
from typing import Any

import jwt
import pytest
from purser.access import cookies
from purser.access.key_making import new_key, public_jwk
from purser.access.keys import PublicKeys, read_current
from purser.access.signatures import public_key
from purser.access.tokens import Caller, issue, verify
from purser.domain.errors import UnauthenticatedError
from purser.domain.ids import uuid7

ISSUER = "https://purser.example.com"
ADA = Caller(user_id=uuid7(), org_id=uuid7(), session_id=uuid7(), role="admin", permissions=("*",))


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


CLASSIC, QUANTUM = new_key(now()), new_key(now(), post_quantum=True)


def find(*keys: dict[str, Any]) -> Any:
    return PublicKeys(lambda: json.dumps({"keys": [public_jwk(key) for key in keys]})).find


def token(key: dict[str, Any]) -> str:
    return issue(ADA, read_current({"keys": [key], "current": key["kid"]}), issuer=ISSUER, now=now())


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def forged(key: dict[str, Any], header: dict[str, Any], secret: bytes) -> str:
    """The claims of a good token under another header, signed with a shared secret."""
    message = f"{part(header)}.{token(key).split('.')[1]}"
    return f"{message}.{part(hmac.digest(secret, message.encode(), 'sha256'))}"


@pytest.mark.parametrize("key", [CLASSIC, QUANTUM], ids=["EdDSA", "ML-DSA-65"])
def test_either_kind_of_key_signs_and_verifies_among_others(key: dict[str, Any]) -> None:
    made = token(key)
    assert jwt.get_unverified_header(made)["alg"] == key["alg"]
    assert verify(made, find(CLASSIC, QUANTUM), issuer=ISSUER) == ADA


@pytest.mark.parametrize("key", [CLASSIC, QUANTUM], ids=["EdDSA", "ML-DSA-65"])
@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
def test_a_token_of_algorithm_none_is_refused(key: dict[str, Any], algorithm: str) -> None:
    header = {"alg": algorithm, "kid": key["kid"], "typ": "JWT"}
    with pytest.raises(UnauthenticatedError):
        verify(f"{part(header)}.{token(key).split('.')[1]}.", find(key), issuer=ISSUER)


@pytest.mark.parametrize("key", [CLASSIC, QUANTUM], ids=["EdDSA", "ML-DSA-65"])
def test_the_public_key_is_no_shared_secret(key: dict[str, Any]) -> None:
    jwk = public_jwk(key)
    known = [base64.urlsafe_b64decode(jwk.get("x", jwk.get("pub")) + "=="), json.dumps(jwk).encode(), jwk.get("x", "").encode()]
    for secret in known:
        for algorithm in ("HS256", key["alg"]):
            with pytest.raises(UnauthenticatedError):
                verify(forged(key, {"alg": algorithm, "kid": key["kid"]}, secret), find(key), issuer=ISSUER)


def test_a_token_cannot_choose_another_keys_algorithm() -> None:
    for key, other in ((CLASSIC, QUANTUM), (QUANTUM, CLASSIC)):
        claims = jwt.decode(token(key), options={"verify_signature": False})
        mixed = jwt.encode(claims, key["private_key_pem"], key["alg"], {"kid": other["kid"]})
        with pytest.raises(UnauthenticatedError):
            verify(mixed, find(CLASSIC, QUANTUM), issuer=ISSUER)


def test_a_key_in_the_tokens_own_header_is_not_looked_at() -> None:
    stranger = new_key(now())
    claims = jwt.decode(token(CLASSIC), options={"verify_signature": False})
    header = {"kid": CLASSIC["kid"], "jwk": public_jwk(stranger), "jku": "https://stranger.example/keys"}
    with pytest.raises(UnauthenticatedError):
        verify(jwt.encode(claims, stranger["private_key_pem"], "EdDSA", header), find(CLASSIC), issuer=ISSUER)


@pytest.mark.parametrize(
    "jwk",
    [
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "OKP", "crv": "X25519", "x": "AA"},
        {"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA"},
        {},
    ],
)
def test_keys_of_other_kinds_are_not_taken(jwk: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no key that access tokens are signed with"):
        public_key(jwk)


def test_a_post_quantum_token_is_too_long_for_one_cookie_and_travels_in_two() -> None:
    long = token(QUANTUM)
    assert 4096 < len(long) < 5600
    lines = cookies.signed_in(long, "r", "c", secure=True)
    assert all(len(line) < 4096 for line in lines)
    sent = dict(line.split("; ")[0].split("=", 1) for line in lines)
    assert cookies.access_token(sent) == long
    short = token(CLASSIC)
    after = sent | dict(line.split("; ")[0].split("=", 1) for line in cookies.signed_in(short, "r", "c", secure=True))
    assert cookies.access_token(after) == short, "what the longer one left behind does not count"


def test_a_tampered_cookie_is_refused() -> None:
    for key in (CLASSIC, QUANTUM):
        good = token(key)
        for at in (len(good) // 3, len(good) - 40):
            tampered = good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :]
            with pytest.raises(UnauthenticatedError):
                verify(tampered, find(key), issuer=ISSUER)
