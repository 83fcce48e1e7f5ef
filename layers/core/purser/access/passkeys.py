"""Passkeys: the two ceremonies of WebAuthn, by the `webauthn` package. No attestation is asked for, and none is trusted."""

import base64
import binascii
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from purser.domain.errors import UnauthenticatedError

NAME = "Purser"
Credential = Mapping[str, Any]
"""What a browser's `PublicKeyCredential.toJSON()` gives."""
Done = TypeVar("Done")


class PasskeyError(UnauthenticatedError):
    """The passkey proves nothing: of another site, another challenge, or not signed as it should be."""

    code = "PASSKEY_REFUSED"


@dataclass(frozen=True, slots=True)
class Site:
    """Whose passkeys these are: the origin of the page, and its host as the name of the relying party.

    Browsers take a domain name for that, or localhost, and no IP address: on one machine passkeys are localhost's.
    """

    origin: str

    @property
    def origins(self) -> list[str]:
        """Where the page may be that speaks with the authenticator."""
        return [self.origin, self._named]

    @property
    def host(self) -> str:
        """The relying party's id."""
        return urlsplit(self._named).hostname or ""

    @property
    def _named(self) -> str:
        return self.origin.replace("//127.0.0.1", "//localhost", 1)


@dataclass(frozen=True, slots=True)
class Registered:
    """A new passkey."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def new_challenge() -> bytes:
    """Return 256 random bits."""
    return secrets.token_bytes(32)


def handle(org_id: UUID, user_id: UUID) -> bytes:
    """Return the name under which an authenticator keeps a person: it leads back to them, and says nothing to anyone else."""
    return org_id.bytes + user_id.bytes


def owner_in(credential: Credential) -> tuple[UUID, UUID]:
    """Return the (organisation, person) that a credential claims; PasskeyError if it claims nobody."""
    raw = _bytes(credential, "response", "userHandle")
    if len(raw) != 32:  # noqa: PLR2004 - two UUIDs
        raise PasskeyError("The passkey does not say whose it is.")
    return UUID(bytes=raw[:16]), UUID(bytes=raw[16:])


def credential_id(credential: Credential) -> bytes:
    """Return the name of the passkey; PasskeyError if there is none."""
    return _bytes(credential, "rawId")


def challenge_in(credential: Credential) -> bytes:
    """Return the challenge that a credential says it signed; PasskeyError if it says none."""
    try:
        told = json.loads(_bytes(credential, "response", "clientDataJSON"))
        return _unbase64(told["challenge"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise PasskeyError("The passkey does not say what it signed.") from wrong


def registration_options(site: Site, email: str, owner: bytes, challenge: bytes, known: Sequence[bytes]) -> dict[str, Any]:
    """Return what a page hands to `navigator.credentials.create`; `known` are passkeys that need no second copy."""
    import webauthn  # noqa: PLC0415 - costs two thirds of a boto3, and few sign in this way
    from webauthn.helpers import structs  # noqa: PLC0415 - same

    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=NAME,
        user_name=email,
        user_id=owner,
        challenge=challenge,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED, user_verification=structs.UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return _as_dict(webauthn.options_to_json(options))


def sign_in_options(site: Site, challenge: bytes, allowed: Sequence[bytes]) -> dict[str, Any]:
    """Return what a page hands to `navigator.credentials.get`; no `allowed` lets the person choose."""
    import webauthn  # noqa: PLC0415 - see above
    from webauthn.helpers import structs  # noqa: PLC0415 - same

    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        allow_credentials=[structs.PublicKeyCredentialDescriptor(id=one) for one in allowed],
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return _as_dict(webauthn.options_to_json(options))


def verify_registration(site: Site, credential: Credential, challenge: bytes) -> Registered:
    """Return the new passkey; PasskeyError unless everything about it is right."""
    import webauthn  # noqa: PLC0415 - see above

    done = _proved(
        lambda: webauthn.verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origins,
            require_user_verification=True,
        )
    )
    return Registered(done.credential_id, done.credential_public_key, done.sign_count)


def verify_signature(site: Site, credential: Credential, challenge: bytes, public_key: bytes, sign_count: int) -> int:
    """Return how often the passkey has signed now; PasskeyError unless it signed this, here, by the hand of its owner.

    A count that has not grown is refused too: somebody has a copy. Passkeys that a provider copies on purpose do not count.
    """
    import webauthn  # noqa: PLC0415 - see above

    done = _proved(
        lambda: webauthn.verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origins,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    )
    return done.new_sign_count


def _proved(verify: Callable[[], Done]) -> Done:
    try:
        return verify()
    except Exception as wrong:  # a stranger's bytes: whatever breaks on them, they prove nothing
        raise PasskeyError("The passkey does not prove who you are.") from wrong


def _bytes(credential: Credential, *path: str) -> bytes:
    found: Any = credential
    try:
        for name in path:
            found = found[name]
        return _unbase64(found)
    except (KeyError, TypeError, ValueError) as wrong:
        raise PasskeyError("The passkey's answer cannot be read.") from wrong


def _unbase64(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
    except (AttributeError, binascii.Error) as wrong:
        raise ValueError(text) from wrong


def _as_dict(text: str) -> dict[str, Any]:
    options: dict[str, Any] = json.loads(text)
    return options
