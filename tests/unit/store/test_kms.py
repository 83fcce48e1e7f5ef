import uuid
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from purser.store.kms import Vault

OURS, THEIRS = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def kms(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        yield boto3.client("kms", region_name="us-east-1")


@pytest.fixture
def vault(kms: Any) -> Vault:
    return Vault(lambda: kms, kms.create_key()["KeyMetadata"]["KeyId"])


def test_what_is_sealed_opens_again_and_is_not_readable_meanwhile(vault: Vault) -> None:
    sealed = vault.seal(OURS, "access-sandbox-1")
    assert b"access-sandbox" not in sealed
    assert vault.open(OURS, sealed) == "access-sandbox-1"


def test_nothing_opens_for_another_organisation(vault: Vault) -> None:
    sealed = vault.seal(OURS, "access-sandbox-1")
    with pytest.raises(ClientError, match="InvalidCiphertext"):
        vault.open(THEIRS, sealed)
