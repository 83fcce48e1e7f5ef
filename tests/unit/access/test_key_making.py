from datetime import UTC, datetime

import jwt
from purser.access.key_making import new_key, public_jwk
from purser.access.signatures import public_key

NOW = datetime(2026, 9, 18, tzinfo=UTC)


def test_what_the_private_half_signs_the_public_half_verifies() -> None:
    key = new_key(NOW)
    token = jwt.encode({"sub": "x"}, key["private_key_pem"], algorithm="EdDSA")

    assert jwt.decode(token, public_key(public_jwk(key)).key, algorithms=["EdDSA"]) == {"sub": "x"}


def test_the_public_half_holds_nothing_private() -> None:
    assert set(public_jwk(new_key(NOW))) == {"kty", "crv", "x", "kid", "alg", "use"}


def test_two_keys_have_two_names() -> None:
    assert new_key(NOW)["kid"] != new_key(NOW)["kid"]
