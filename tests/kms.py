"""KMS as far as a vault uses it: data keys that open for the context they were made for."""

import base64
import json
import os
from typing import Any


class Kms:
    """Every instance opens what any has wrapped."""

    def generate_data_key(self, **asked: Any) -> dict[str, bytes]:
        key = os.urandom(32)
        wrapped = json.dumps([asked["EncryptionContext"], base64.b64encode(key).decode()])
        return {"Plaintext": key, "CiphertextBlob": wrapped.encode()}

    def decrypt(self, **asked: Any) -> dict[str, bytes]:
        context, key = json.loads(asked["CiphertextBlob"])
        assert context == asked["EncryptionContext"]
        return {"Plaintext": base64.b64decode(key)}
