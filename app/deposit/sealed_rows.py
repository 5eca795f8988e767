"""Rows that a phone's PIN has sealed, opened with the data key that the phone wrapped for the office.

XChaCha20-Poly1305 is ChaCha20-Poly1305 under a subkey: draft-irtf-cfrg-xchacha-03, 2.
"""

import struct
from collections.abc import Iterator
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.deposit.rescue_file import Entry, Unreadable
from app.office import Office
from app.photos.tus import MAX_BYTES

Data = dict[str, Any]
QUARTERS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15))
DIAGONALS = ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
WORDS = struct.unpack("<4I", b"expand 32-byte k")
MAX_ROW = MAX_BYTES + 1024 * 1024


def opened(found: Iterator[Entry], office: Office) -> Iterator[Entry]:
    """Entries, with sealed rows opened into the changes and photos that they are. Raises Unreadable."""
    keys: dict[str, bytes] = {}
    photos: dict[str, Data] = {}
    try:
        for entry in found:
            if "vault" in entry.what:
                keys[entry.what["vault"]["key"]] = unwrapped(entry.what["vault"], office)
            elif "row" in entry.what:
                yield from opened_row(entry, keys, photos)
            else:
                yield entry
    except (KeyError, TypeError, AttributeError) as error:  # shapes that no phone writes
        raise Unreadable from error


def opened_row(entry: Entry, keys: dict[str, bytes], photos: dict[str, Data]) -> Iterator[Entry]:
    """A row that does not open, as one of an earlier key, is refused by its name and stops no other."""
    row = entry.what["row"]
    table, name, sealed = row["table"], row["id"], whole(entry)
    try:
        body = body_of(row, sealed, keys[row["key"]])
    except (KeyError, Unreadable):
        body = None
    if table in ("sent", "outbox"):
        yield Entry({"change": {**signed_in(body or {}), "change_id": name}}, iter(()))
    elif table == "photos" and body:
        about = {"sha256": body["sha256"], "captured_at": body["capturedAt"], "filename": body["filename"]}
        photos[name] = {"id": name, **about}
    elif table == "photoBytes":
        known = body and photos.get(name)
        yield Entry({"photo": {**known, "size": len(body)} if known else {"id": name}}, iter([body or b""]))


def signed_in(body: Data) -> Data:
    """The change as its phone signed it, with what may stand in no payload."""
    signed = (body.get("evidence") or {}).get("signed") or {}
    keeper = (body.get("data") or {}).get("keeper")
    return {**signed, "private": {"keeper": keeper}} if keeper else signed


def whole(entry: Entry) -> bytes:
    """The row's bytes: no more than a photo may have. Raises Unreadable."""
    found = bytearray()
    for piece in entry.pieces:
        found += piece
        if len(found) > MAX_ROW:
            raise Unreadable
    return bytes(found)


def unwrapped(wrap: Data, office: Office) -> bytes:
    """The data key. Raises Unreadable."""
    try:
        return office.data_key(wrap)
    except ValueError as error:
        raise Unreadable from error


def body_of(row: Data, sealed: bytes, key: bytes) -> Any:
    """What the row's body was. Raises Unreadable."""
    bound = orjson.dumps([row["table"], row["id"], row["key"]])
    try:
        return unpack(xchacha_open(key, sealed, bound))
    except (InvalidTag, ValueError, struct.error) as error:
        raise Unreadable from error


def xchacha_open(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    nonce, text = sealed[:24], sealed[24:]
    return ChaCha20Poly1305(hchacha(key, nonce[:16])).decrypt(bytes(4) + nonce[16:], text, bound)


def hchacha(key: bytes, nonce: bytes) -> bytes:
    state = [*WORDS, *struct.unpack("<8I", key), *struct.unpack("<4I", nonce)]
    for _ in range(10):
        for a, b, c, d in (*QUARTERS, *DIAGONALS):
            quarter_round(state, a, b, c, d)
    return struct.pack("<8I", *state[:4], *state[12:])


def quarter_round(state: list[int], a: int, b: int, c: int, d: int) -> None:
    for left, other, turned, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        state[left] = (state[left] + state[other]) & 0xFFFFFFFF
        word = state[turned] ^ state[left]
        state[turned] = ((word << by) | (word >> (32 - by))) & 0xFFFFFFFF


def unpack(packed: bytes) -> Any:
    """`local/sealing/packing.ts`: the length of the JSON, the JSON, then every buffer; here a buffer is bytes."""
    (size,) = struct.unpack(">I", packed[:4])
    value, places = orjson.loads(packed[4 : 4 + size])
    root, at = {"value": value}, 4 + size
    for path, length in places:
        holder: Any = root
        name: Any = "value"
        for step in path:
            holder, name = holder[name], step
        holder[name] = packed[at : at + length]
        at += length
    return root["value"]
