"""The office's key pair: phones encrypt what is to be rescued to it, and know its receipts by it."""

import hashlib
import os
import stat
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
    load_pem_private_key,
)

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256. Source: NIST SP 800-186, 3.2.1.3."""


WRAPS = {1: ("office", "person", "key"), 2: ("office", "person", "device", "key")}
"""What a phone bound its data key to when it wrapped it for the office, by version."""


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    """Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@dataclass(frozen=True)
class Office:
    """One P-256 key pair, and a second one for receipts that follows from it."""

    private: ec.EllipticCurvePrivateKey

    @property
    def id(self) -> str:
        return base64url(hashlib.sha256(spki(self.private)).digest())

    @property
    def public(self) -> dict[str, str]:
        """What phones are told."""
        return {
            "id": self.id,
            "public_key": base64url(spki(self.private)),
            "receipt_key": base64url(spki(self._signer)),
        }

    @property
    def _signer(self) -> ec.EllipticCurvePrivateKey:
        secret = self.private.private_numbers().private_value.to_bytes(32, "big")
        seed = HKDF(hashes.SHA256(), 48, None, b"quanxun receipts 1").derive(secret)
        return ec.derive_private_key(int.from_bytes(seed, "big") % (ORDER - 1) + 1, ec.SECP256R1())

    def sign(self, text: str) -> str:
        """r and s one after the other, as WebCrypto reads them."""
        r, s = decode_dss_signature(self._signer.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    def agreed(self, ephemeral: str, info: bytes) -> AESGCM:
        """The cipher that a phone agreed on with a key pair made for this once. Raises ValueError."""
        try:
            theirs = load_der_public_key(unpacked(ephemeral))
        except UnsupportedAlgorithm as error:
            raise ValueError from error
        if not isinstance(theirs, ec.EllipticCurvePublicKey) or not isinstance(theirs.curve, ec.SECP256R1):
            raise ValueError
        shared = self.private.exchange(ec.ECDH(), theirs)
        return AESGCM(HKDF(hashes.SHA256(), 32, bytes(32), info).derive(shared))

    def data_key(self, wrap: dict[str, Any]) -> bytes:
        """A phone's data key, out of the wrap that it made of it for the office. Raises ValueError."""
        try:
            said = "|".join(wrap[name] for name in WRAPS[wrap["v"]])
            info = f"quanxun data key {wrap['v']}|{said}".encode()
            cipher = self.agreed(wrap["ephemeral"], info)
            return cipher.decrypt(unpacked(wrap["nonce"]), unpacked(wrap["sealed"]), info)
        except (KeyError, TypeError, AttributeError, InvalidTag) as error:
            raise ValueError("not a wrap for this office") from error

    def pem(self) -> bytes:
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def fresh() -> Office:
    return Office(ec.generate_private_key(ec.SECP256R1()))


def read(text: str) -> Office:
    """From PEM, or PKCS #8 in base64. Raises ValueError."""
    key = load_pem_private_key(text.encode(), None) if "BEGIN" in text else load_der_private_key(b64decode(text), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("not a P-256 key")
    return Office(key)


def write(path: Path) -> Office:
    """A new key pair in a file of its owner's. Raises FileExistsError."""
    made = fresh()
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(made.pem())
        file.flush()
        os.fsync(file.fileno())
    return made


def others_may_read(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
