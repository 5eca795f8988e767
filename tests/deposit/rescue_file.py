"""A rescue file as a phone writes it."""

import json
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import load_der_public_key

from app.office import unpacked
from tests.evidence.keys import base64url, spki

JSON, BYTES = b"\x01", b"\x02"
PIECE = 256 * 1024


def agreed(office: dict[str, str], info_of: Any) -> tuple[str, bytes]:
    own, theirs = ec.generate_private_key(ec.SECP256R1()), load_der_public_key(unpacked(office["public_key"]))
    ephemeral = base64url(spki(own))
    shared = own.exchange(ec.ECDH(), theirs)  # type: ignore[arg-type]
    return ephemeral, HKDF(hashes.SHA256(), 32, bytes(32), info_of(ephemeral)).derive(shared)


def written(path: Path, office: dict[str, str], entries: list[tuple[dict[str, Any], bytes]]) -> Path:
    """`entries`: what is said, and the bytes that belong to it."""

    def head(ephemeral: str) -> bytes:
        return b"QXRESCUE1 " + json.dumps({"office": office["id"], "ephemeral": ephemeral}).encode()

    ephemeral, key = agreed(office, head)
    frames = [*pieces(entries), JSON + b'{"end":true}']
    with path.open("wb") as file:
        file.write(head(ephemeral) + b"\n")
        for number, plain in enumerate(frames):
            last = b"\x01" if number == len(frames) - 1 else b"\x00"
            sealed = AESGCM(key).encrypt(number.to_bytes(12, "big"), plain, last)
            file.write(struct.pack(">I", len(sealed)) + last + sealed)
    return path


def pieces(entries: list[tuple[dict[str, Any], bytes]]) -> Iterator[bytes]:
    for said, content in entries:
        yield JSON + json.dumps(said).encode()
        for start in range(0, len(content), PIECE):
            yield BYTES + content[start : start + PIECE]


def wrapped(office: dict[str, str], person: str, device: str, key_id: str, raw: bytes) -> dict[str, Any]:
    """A data key for the office, as `local/vault/office.ts` wraps it."""
    info = f"quanxun data key 2|{office['id']}|{person}|{device}|{key_id}".encode()
    ephemeral, key = agreed(office, lambda _ephemeral: info)
    nonce = os.urandom(12)
    sealed = base64url(AESGCM(key).encrypt(nonce, raw, info))
    names = {"v": 2, "office": office["id"], "person": person, "device": device, "key": key_id, "ephemeral": ephemeral}
    return {**names, "nonce": base64url(nonce), "sealed": sealed}


def wrapped_without_device(office: dict[str, str], person: str, key_id: str, raw: bytes) -> dict[str, Any]:
    """As the first version wrapped it."""
    info = f"quanxun data key 1|{office['id']}|{person}|{key_id}".encode()
    ephemeral, key = agreed(office, lambda _ephemeral: info)
    nonce = os.urandom(12)
    sealed = base64url(AESGCM(key).encrypt(nonce, raw, info))
    names = {"v": 1, "office": office["id"], "person": person, "key": key_id, "ephemeral": ephemeral}
    return {**names, "nonce": base64url(nonce), "sealed": sealed}
