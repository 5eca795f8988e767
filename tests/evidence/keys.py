"""A key pair as a phone makes it."""

import hashlib
from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


class SigningKey:
    """ECDSA P-256, signing as WebCrypto does: SHA-256, the two numbers one after the other."""

    def __init__(self) -> None:
        self.pair = ec.generate_private_key(ec.SECP256R1())
        self.public_key = base64url(spki(self.pair))
        self.id = base64url(hashlib.sha256(spki(self.pair)).digest())

    def sign(self, payload: str) -> str:
        r, s = decode_dss_signature(self.pair.sign(payload.encode(), ec.ECDSA(hashes.SHA256())))
        return base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
