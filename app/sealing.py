"""Personal data at rest: AES-GCM with the key from the settings, bound to what it belongs to."""

import secrets
from typing import Any

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


def seal(key: bytes, context: bytes, data: Any) -> bytes:
    """`data` as JSON, encrypted; only the same key and the same context open it."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, orjson.dumps(data), context)


def unseal(key: bytes, context: bytes, sealed: bytes) -> Any:
    """Raises cryptography's InvalidTag when key or context are others, or the data was touched."""
    return orjson.loads(AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], context))
