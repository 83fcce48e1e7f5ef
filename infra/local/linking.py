"""What linking banks needs on this machine beside the stack: whose Plaid it is, who we are there, and a key that lasts."""

import json
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from infra.local import cloud
from infra.local.home import HOST, Home

KEY = "alias/purser-local-connections"
SECRET = "purser/local/plaid"  # noqa: S105 - its name
KEY_BYTES = 32


def address(home: Home) -> str:
    """Return where the stand-in for Plaid listens."""
    return f"http://{HOST}:{home.ports.plaid}"


def restore(home: Home) -> None:
    """Give the stack what the emulator forgot: the material of its key, and PLAID_CLIENT_ID and PLAID_SECRET if they are set."""
    _import_key(home)
    known = {name: os.environ.get(f"PLAID_{name.upper()}", "stand-in") for name in ("client_id", "secret")}
    cloud.client(home, "secretsmanager").put_secret_value(SecretId=SECRET, SecretString=json.dumps(known))


def _import_key(home: Home) -> None:
    """Access tokens sealed before the last restart open again, for the new key has the old one's material."""
    kms = cloud.client(home, "kms")
    key_id = kms.describe_key(KeyId=KEY)["KeyMetadata"]["KeyId"]
    given = kms.get_parameters_for_import(KeyId=key_id, WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_2048")
    wrapping = load_der_public_key(given["PublicKey"])
    assert isinstance(wrapping, RSAPublicKey)  # noqa: S101 - it was asked for
    kms.import_key_material(
        KeyId=key_id,
        ImportToken=given["ImportToken"],
        EncryptedKeyMaterial=wrapping.encrypt(_material(home.made("keys") / "connections"), OAEP(MGF1(SHA256()), SHA256(), None)),
        ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE",
    )


def _material(file: Path) -> bytes:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_bytes(secrets.token_bytes(KEY_BYTES))
    return file.read_bytes()
