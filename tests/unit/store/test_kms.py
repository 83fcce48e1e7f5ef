import uuid
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from purser.store.kms import SealBrokenError, Vault

OURS, THEIRS = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def kms(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        yield boto3.client("kms", region_name="us-east-1")


def key(kms: Any) -> str:
    return str(kms.create_key()["KeyMetadata"]["KeyId"])


@pytest.fixture
def vault(kms: Any) -> Vault:
    return Vault(lambda: kms, key(kms))


def test_what_is_sealed_opens_again_and_is_not_readable_meanwhile(vault: Vault) -> None:
    sealed = vault.seal(OURS, "access-sandbox-1")
    assert b"access-sandbox" not in sealed
    assert vault.open(OURS, sealed) == "access-sandbox-1"


def test_a_secret_may_be_longer_than_what_kms_itself_encrypts(vault: Vault) -> None:
    secret = "ä" * 10_000
    assert vault.open(OURS, vault.seal(OURS, secret)) == secret


def test_the_same_secret_never_looks_the_same(vault: Vault) -> None:
    assert vault.seal(OURS, "x") != vault.seal(OURS, "x")


def test_nothing_opens_for_another_organisation(vault: Vault) -> None:
    sealed = vault.seal(OURS, "access-sandbox-1")
    with pytest.raises(SealBrokenError):
        vault.open(THEIRS, sealed)


def test_nothing_opens_as_a_secret_of_another_kind(vault: Vault, kms: Any) -> None:
    sealed = vault.seal(OURS, "access-sandbox-1")
    with pytest.raises(SealBrokenError):
        Vault(lambda: kms, vault.key_id, "totp_seed").open(OURS, sealed)


def test_a_changed_bit_anywhere_is_noticed(vault: Vault) -> None:
    sealed = vault.seal(OURS, "access-sandbox-1")
    for place in (0, 5, len(sealed) // 2, len(sealed) - 20, len(sealed) - 1):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBrokenError):
            vault.open(OURS, bytes(changed))


@pytest.mark.parametrize("garbage", [b"", b"\x01", b"\x01\xff\xff", b"\x00" * 100, b"plain text"])
def test_what_was_never_sealed_does_not_open(vault: Vault, garbage: bytes) -> None:
    with pytest.raises(SealBrokenError):
        vault.open(OURS, garbage)


def test_the_format_says_its_version_and_carries_its_data_key(vault: Vault) -> None:
    sealed = vault.seal(OURS, "x")
    assert sealed[0] == 1
    wrapped = int.from_bytes(sealed[1:3])
    assert len(sealed) == 3 + wrapped + 12 + len("x") + 16


def test_secrets_move_to_a_new_key(vault: Vault, kms: Any) -> None:
    sealed = vault.seal(OURS, "access-sandbox-1")
    renewed = Vault(lambda: kms, key(kms))
    assert renewed.open(OURS, sealed) == "access-sandbox-1", "what was sealed under the key before opens meanwhile"
    moved = renewed.reseal(OURS, sealed)
    kms.disable_key(KeyId=vault.key_id)
    assert renewed.open(OURS, moved) == "access-sandbox-1"


class Restored:
    """KMS after its key was made anew of the same material: it opens what the old one wrapped, if it is told to use this one."""

    def __init__(self, kms: Any) -> None:
        self.kms, self.generate_data_key = kms, kms.generate_data_key

    def decrypt(self, **asked: Any) -> Any:
        if "KeyId" not in asked:
            raise ClientError({"Error": {"Code": "InvalidCiphertextException"}}, "Decrypt")
        return self.kms.decrypt(**asked)


def test_a_key_that_was_restored_from_its_material_opens_what_it_sealed_before(vault: Vault, kms: Any) -> None:
    restored = Vault(lambda: Restored(kms), vault.key_id)
    assert restored.open(OURS, vault.seal(OURS, "access-sandbox-1")) == "access-sandbox-1"
    with pytest.raises(SealBrokenError):
        restored.open(THEIRS, vault.seal(OURS, "access-sandbox-1"))
