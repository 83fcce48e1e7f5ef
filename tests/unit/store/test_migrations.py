import base64

from purser.store.migrations import scram_verifier


def test_a_password_is_spelled_as_postgresql_stores_it() -> None:
    salt, keys = scram_verifier("pencil", b"sixteen  letters").removeprefix("SCRAM-SHA-256$4096:").split("$")
    assert base64.b64decode(salt) == b"sixteen  letters"
    assert [len(base64.b64decode(key)) for key in keys.split(":")] == [32, 32]
    assert "pencil" not in keys


def test_no_two_verifiers_of_one_password_are_alike() -> None:
    assert scram_verifier("pencil") != scram_verifier("pencil")
