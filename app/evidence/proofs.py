"""Reading what a phone signed, and comparing it with what it pushed. Pure."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.accounts.keys import unpacked
from app.json_bodies import decode, fault, storable

Data = dict[str, Any]

VERSION = 1
MAX_PAYLOAD = 64 * 1024
MAX_PHOTOS, MAX_VOIDED = 100, 500
KEY_ID, SIGNATURE = re.compile(r"^[A-Za-z0-9_-]{43}$"), re.compile(r"^[A-Za-z0-9_-]{86}$")
DIGEST = re.compile(r"[0-9a-f]{64}")
UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
SAME = ("change_id", "id", "kind", "op", "base", "base_change", "after", "captured_at")
"""Fields of an item that the payload repeats; device, author and data are compared apart."""
KINDS = re.compile(r"[a-z]{1,16}")


@dataclass(frozen=True)
class Proof:
    """What came with one change. Without `digest` nothing of it could be read."""

    change_id: UUID
    record_id: UUID
    kind: str
    author_id: UUID
    device_id: str
    key_id: str | None = None
    payload: str | None = None
    signature: bytes | None = None
    digest: str | None = None
    previous: str | None = None
    seq: int | None = None
    saved_at: datetime | None = None
    clock_offset_ms: int | None = None
    photos: tuple[tuple[UUID, str], ...] = ()
    voided: tuple[tuple[str, str | None], ...] = ()
    data: Data | None = None
    """The data that was signed, as the log would have it."""
    fault: str | None = None
    signed: bool = False
    """The signature is that of its author on this phone."""
    as_sent: bool = False
    received_at: datetime | None = None


def apart(raw: Any) -> tuple[Any, Any]:
    """An item without what was signed of it, and that: it may be anything, and never makes the item refused."""
    evidence = raw.get("evidence") if isinstance(raw, dict) else None
    if not isinstance(evidence, dict) or "signed" not in evidence:
        return raw, None
    rest = {name: value for name, value in evidence.items() if name != "signed"}
    return {**raw, "evidence": rest}, evidence["signed"]


def read(signed: Any, raw: Any, *, author_id: UUID, device_id: str) -> Proof | None:
    """What came with an item as it was pushed; None for an item that names no change."""
    texts = {name: raw.get(name) for name in ("change_id", "id", "kind")}
    if not all(isinstance(text, str) for text in texts.values()) or not KINDS.fullmatch(texts["kind"]):
        return None
    if not UUID_TEXT.fullmatch(texts["change_id"]) or not UUID_TEXT.fullmatch(texts["id"]):
        return None
    proof = Proof(UUID(texts["change_id"]), UUID(texts["id"]), texts["kind"], author_id, device_id)
    try:
        return compared(unfolded(proof, *parts_of(signed)), raw)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return replace(proof, fault="unreadable")


def parts_of(signed: Data) -> tuple[str, str, bytes]:
    """Payload, key and signature. Raises ValueError, TypeError or KeyError."""
    text, key_id, signature = signed["payload"], signed["key_id"], signed["signature"]
    if not storable(text) or len(text.encode()) > MAX_PAYLOAD:
        raise ValueError
    if not KEY_ID.fullmatch(key_id) or not SIGNATURE.fullmatch(signature):
        raise ValueError
    return text, key_id, unpacked(signature)


def unfolded(proof: Proof, text: str, key_id: str, signature: bytes) -> Proof:
    """With what the payload says. Raises ValueError, TypeError, KeyError … for what is no payload."""
    said = facts_of(text)
    return replace(
        proof,
        key_id=key_id,
        payload=text,
        signature=signature,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        previous=digest_or_none(said["previous"]),
        seq=whole(said["seq"], 1, 2**53),
        saved_at=instant(said["saved_at"]),
        clock_offset_ms=None if said["clock_offset_ms"] is None else whole(said["clock_offset_ms"], -(10**13), 10**13),
        photos=photos_of(said["photos"]),
        voided=voided_of(said.get("voided") or []),
        data={name: value for name, value in said["data"].items() if value is not None},
    )


def facts_of(text: str) -> Data:
    """The object in a payload. Raises ValueError."""
    said = decode(text.encode())
    if not isinstance(said, dict) or fault(said) or said.get("v") != VERSION:
        raise ValueError
    return said


def compared(proof: Proof, raw: Data) -> Proof:
    """The payload must say what the item says: everything but the keeper, which is in no payload."""
    said = facts_of(proof.payload or "")
    same = (
        all(folded(said.get(name)) == folded(raw.get(name)) for name in SAME)
        and folded(said.get("author_id")) == str(proof.author_id)
        and said.get("device_id") == proof.device_id
        and said.get("clock_offset_ms") == (raw.get("evidence") or {}).get("clock_offset_ms")
        and said["data"] == {name: value for name, value in raw["data"].items() if name != "keeper"}
    )
    return proof if same else replace(proof, fault="content_differs")


def folded(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def digest(value: Any) -> str:
    """Raises TypeError or ValueError for what is none."""
    found = DIGEST.fullmatch(value)
    if found is None:
        raise ValueError
    return found[0]


def digest_or_none(value: Any) -> str | None:
    return None if value is None else digest(value)


def whole(value: Any, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        raise ValueError
    return value


def instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or not 1970 <= found.year < 2200:
        raise ValueError
    return found.astimezone(UTC)


def photos_of(values: list[Data]) -> tuple[tuple[UUID, str], ...]:
    if len(values) > MAX_PHOTOS:
        raise ValueError
    found = {UUID(value["id"]): digest(value["sha256"]) for value in values}
    if len(found) < len(values):
        raise ValueError
    return tuple(found.items())


def voided_of(values: list[Data]) -> tuple[tuple[str, str | None], ...]:
    if len(values) > MAX_VOIDED:
        raise ValueError
    found = {digest(value["sha256"]): digest_or_none(value["previous"]) for value in values}
    if len(found) < len(values):
        raise ValueError
    return tuple(found.items())


def named_keys(proofs: Iterable[Proof]) -> set[str]:
    return {proof.key_id for proof in proofs if proof.key_id}
