import hashlib
import json
from collections.abc import Mapping
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from purser.access.plaid_webhooks import KEY_LIFE_SECONDS, KeyRing, WebhookError, verify

NOW = 1_800_000_000
BODY = b'{"webhook_type": "TRANSACTIONS",\n "webhook_code": "SYNC_UPDATES_AVAILABLE", "item_id": "abc"}'
PRIVATE = ec.generate_private_key(ec.SECP256R1())


def jwk_of(private: ec.EllipticCurvePrivateKey, **extra: Any) -> dict[str, Any]:
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(private.public_key()))
    return {**public, "alg": "ES256", "use": "sig", "kid": "one", "created_at": NOW - 10, "expired_at": None, **extra}


def signed(body: bytes = BODY, *, kid: str | None = "one", iat: Any = NOW, key: Any = PRIVATE, alg: str = "ES256") -> str:
    claims = {"iat": iat, "request_body_sha256": hashlib.sha256(body).hexdigest()}
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(claims, key, algorithm=alg, headers=headers)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Keys:
    """What Plaid would answer, counting the questions."""

    def __init__(self, **keys: Mapping[str, Any]) -> None:
        self.keys, self.asked = keys, []  # type: tuple[dict[str, Mapping[str, Any]], list[str]]

    def __call__(self, kid: str) -> Mapping[str, Any] | None:
        self.asked.append(kid)
        return self.keys.get(kid)


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing(Keys(one=jwk_of(PRIVATE)))


def refusal(token: str | None, ring: KeyRing, body: bytes = BODY) -> str:
    with pytest.raises(WebhookError) as refused:
        verify(body, token, ring, NOW)
    return refused.value.code


def test_what_plaid_signed_is_accepted(ring: KeyRing) -> None:
    verify(BODY, signed(), ring, NOW + 299)


def test_a_webhook_without_a_signature_is_refused(ring: KeyRing) -> None:
    assert refusal(None, ring) == "NO_SIGNATURE"
    assert refusal("", ring) == "NO_SIGNATURE"


def test_the_same_json_spelled_otherwise_is_refused(ring: KeyRing) -> None:
    assert refusal(signed(), ring, json.dumps(json.loads(BODY)).encode()) == "OTHER_BODY"


@pytest.mark.parametrize("alg", ["HS256", "none"])
def test_another_algorithm_is_refused_before_any_key_is_fetched(alg: str) -> None:
    keys = Keys(one=jwk_of(PRIVATE))
    secret = "the public key, used as a shared secret" if alg == "HS256" else None
    assert refusal(signed(key=secret, alg=alg), KeyRing(keys)) == "WRONG_ALGORITHM"
    assert keys.asked == []


def test_another_signer_under_the_same_key_id_is_refused(ring: KeyRing) -> None:
    assert refusal(signed(key=ec.generate_private_key(ec.SECP256R1())), ring) == "BAD_SIGNATURE"


@pytest.mark.parametrize("age", [301, 86_400, -31])
def test_a_webhook_signed_long_ago_or_in_the_future_is_refused(ring: KeyRing, age: int) -> None:
    assert refusal(signed(iat=NOW - age), ring) == "TOO_OLD"


def test_a_webhook_that_does_not_say_when_is_refused(ring: KeyRing) -> None:
    claims = {"request_body_sha256": hashlib.sha256(BODY).hexdigest()}
    assert refusal(jwt.encode(claims, PRIVATE, algorithm="ES256", headers={"kid": "one"}), ring) == "TOO_OLD"


def test_an_expired_key_is_refused() -> None:
    assert refusal(signed(), KeyRing(Keys(one=jwk_of(PRIVATE, expired_at=NOW - 1)))) == "EXPIRED_KEY"


def test_a_key_on_another_curve_is_refused() -> None:
    other = jwk_of(ec.generate_private_key(ec.SECP384R1()))
    assert refusal(signed(), KeyRing(Keys(one=other))) == "BAD_SIGNATURE"


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "e30.e30.", "é.é.é"])
def test_nonsense_is_refused_and_not_a_crash(ring: KeyRing, token: str) -> None:
    assert refusal(token, ring) in {"BAD_SIGNATURE", "WRONG_ALGORITHM"}


def test_a_token_without_a_key_id_is_refused(ring: KeyRing) -> None:
    assert refusal(signed(kid=None), ring) == "WRONG_ALGORITHM"


def test_a_key_is_fetched_once_and_again_after_an_hour() -> None:
    clock, keys = Clock(), Keys(one=jwk_of(PRIVATE))
    ring = KeyRing(keys, clock)
    for _ in range(3):
        ring.get("one")
    assert keys.asked == ["one"]
    clock.now += KEY_LIFE_SECONDS
    keys.keys["one"] = jwk_of(PRIVATE, expired_at=NOW)
    assert refusal(signed(), ring) == "EXPIRED_KEY"
    assert keys.asked == ["one", "one"]


def test_made_up_key_ids_are_not_fetched_without_end() -> None:
    clock, keys = Clock(), Keys(one=jwk_of(PRIVATE))
    ring = KeyRing(keys, clock)
    verify(BODY, signed(), ring, NOW)
    for number in range(100):
        assert refusal(signed(kid=f"made up {number}"), ring) == "UNKNOWN_KEY"
    assert len(keys.asked) == 6, "the real one and five strangers"
    verify(BODY, signed(), ring, NOW)
    clock.now += 60
    keys.keys["two"] = jwk_of(PRIVATE, kid="two")
    verify(BODY, signed(kid="two"), ring, NOW)


def test_one_made_up_key_id_is_fetched_once_a_minute() -> None:
    clock, keys = Clock(), Keys()
    ring = KeyRing(keys, clock)
    for _ in range(10):
        ring.get("ghost")
    assert keys.asked == ["ghost"]
