"""Is a signature good, and is it that of this author on this phone? Without the database: keys come as values."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from app.accounts.keys import KnownKey, loaded
from app.evidence.proofs import Proof

SHA256 = ec.ECDSA(hashes.SHA256())


def good(public_key: bytes, signature: bytes, payload: str) -> bool:
    """Whether `signature` (r and s, 32 bytes each, as WebCrypto writes them) is that of `payload`."""
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        loaded(public_key).verify(encode_dss_signature(r, s), payload.encode(), SHA256)
    except InvalidSignature:
        return False
    return True


def checked(proof: Proof, keys: Mapping[str, KnownKey], *, at: datetime) -> Proof:
    """With what its signature is worth; `at` is when it came."""
    found = fault_of(proof, keys, at=at)
    return replace(proof, fault=proof.fault or found, signed=found is None, received_at=at)


def fault_of(proof: Proof, keys: Mapping[str, KnownKey], *, at: datetime) -> str | None:
    if proof.payload is None or proof.signature is None or proof.key_id is None:
        return "unreadable"
    key = keys.get(proof.key_id)
    if key is None:
        return "unknown_key"
    if not good(key.public_key, proof.signature, proof.payload):
        return "bad_signature"
    if (key.person_id, key.device_id) != (proof.author_id, proof.device_id):
        return "foreign_key"
    return "key_revoked" if key.revoked_at and key.revoked_at <= at else None
