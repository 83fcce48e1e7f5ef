import datetime as dt
import json
from typing import Any

import jwt
import pytest
from purser.access.key_making import new_key, public_jwk
from purser.access.keys import FRESH_SECONDS, RETRY_SECONDS, PublicKeys, SigningKeys
from purser.access.tokens import LIFETIME, Caller, SigningKey, issue, verify
from purser.domain.errors import UnauthenticatedError
from purser.domain.ids import uuid7

ISSUER = "https://purser.example.com"
ADA = Caller(user_id=uuid7(), org_id=uuid7(), session_id=uuid7(), role="analyst", permissions=("read_transactions",))


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def public_set(*keys: dict[str, str]) -> str:
    return json.dumps({"keys": [public_jwk(key) for key in keys]})


def signing(key: dict[str, str]) -> SigningKey:
    return SigningKey(key["kid"], key["private_key_pem"])


class Source:
    """A set of keys somewhere, which counts how often it is asked."""

    def __init__(self, *keys: dict[str, str]) -> None:
        self.keys = keys
        self.asked = 0
        self.now = 1000.0

    def load(self) -> str:
        self.asked += 1
        return public_set(*self.keys)

    def clock(self) -> float:
        return self.now


def test_a_token_tells_who_it_was_issued_to() -> None:
    key = new_key(now())
    token = issue(ADA, signing(key), issuer=ISSUER, now=now())
    assert verify(token, PublicKeys(Source(key).load).find, issuer=ISSUER) == ADA


def test_a_token_lasts_a_quarter_of_an_hour() -> None:
    key = new_key(now())
    find = PublicKeys(Source(key).load).find
    still = issue(ADA, signing(key), issuer=ISSUER, now=now() - LIFETIME + dt.timedelta(minutes=1))
    late = issue(ADA, signing(key), issuer=ISSUER, now=now() - LIFETIME - dt.timedelta(seconds=1))
    assert verify(still, find, issuer=ISSUER) == ADA
    with pytest.raises(UnauthenticatedError) as refused:
        verify(late, find, issuer=ISSUER)
    assert refused.value.code == "TOKEN_EXPIRED"


def test_the_header_names_the_key_and_the_one_algorithm() -> None:
    key = new_key(now())
    header = jwt.get_unverified_header(issue(ADA, signing(key), issuer=ISSUER, now=now()))
    assert (header["kid"], header["alg"]) == (key["kid"], "EdDSA")


@pytest.mark.parametrize("claim", [{"sub": "not-a-uuid"}, {"org": 7}, {"permissions": None}, {"sid": ["x"]}])
def test_claims_of_the_wrong_kind_are_refused(claim: dict[str, Any]) -> None:
    key = new_key(now())
    claims = jwt.decode(issue(ADA, signing(key), issuer=ISSUER, now=now()), options={"verify_signature": False}) | claim
    token = jwt.encode(claims, key["private_key_pem"], "EdDSA", {"kid": key["kid"]})
    with pytest.raises(UnauthenticatedError):
        verify(token, PublicKeys(Source(key).load).find, issuer=ISSUER)


def test_known_keys_are_asked_for_once_in_a_while() -> None:
    key = new_key(now())
    source = Source(key)
    keys = PublicKeys(source.load, source.clock)
    for _ in range(10):
        assert keys.find(key["kid"]) is not None
    assert source.asked == 1
    source.now += FRESH_SECONDS + 1
    keys.find(key["kid"])
    assert source.asked == 2


def test_a_new_key_is_found_soon_after_it_was_published() -> None:
    old, new = new_key(now()), new_key(now())
    source = Source(old)
    keys = PublicKeys(source.load, source.clock)
    assert keys.find(new["kid"]) is None
    source.keys = (old, new)
    source.now += RETRY_SECONDS + 1
    assert keys.find(new["kid"]) is not None


def test_a_withdrawn_key_stops_working() -> None:
    old, new = new_key(now()), new_key(now())
    source = Source(old, new)
    keys = PublicKeys(source.load, source.clock)
    assert keys.find(old["kid"]) is not None
    source.keys = (new,)
    source.now += FRESH_SECONDS + 1
    assert keys.find(old["kid"]) is None


def test_made_up_keys_do_not_become_a_flood() -> None:
    source = Source(new_key(now()))
    keys = PublicKeys(source.load, source.clock)
    for n in range(100):
        source.now += 0.1
        assert keys.find(f"made-up-{n}") is None
    assert source.asked == 1


def test_the_current_key_signs_and_a_rotation_is_noticed() -> None:
    first, second = new_key(now()), new_key(now())
    secret: dict[str, Any] = {"keys": [first], "current": first["kid"]}
    source = Source()
    keys = SigningKeys(lambda: secret, source.clock)
    assert keys.current().kid == first["kid"]
    secret.update(keys=[first, second], current=second["kid"])
    assert keys.current().kid == first["kid"], "known for a while"
    source.now += FRESH_SECONDS + 1
    assert keys.current().kid == second["kid"]
