"""The words of tus 1.0.0 (https://tus.io/protocols/resumable-upload): reading its headers.

Spoken here: core, creation, creation-with-upload, checksum.
"""

import base64
import binascii
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.errors import DomainError
from app.photos.errors import BadUpload, PhotoTooLarge

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum"
CHECKSUMS = ("sha1", "sha256")
MAX_BYTES = 40 * 1024 * 1024
MEDIA_TYPE = "application/offset+octet-stream"
ABILITIES = {
    "Tus-Resumable": VERSION,
    "Tus-Version": VERSION,
    "Tus-Extension": EXTENSIONS,
    "Tus-Max-Size": str(MAX_BYTES),
    "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
}

NUMBER = re.compile(r"\d{1,18}", re.ASCII)
UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
SHA256_TEXT = re.compile(r"[0-9a-fA-F]{64}")
INSTANT_TEXT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)


class WrongVersion(DomainError):
    """Not the version that is spoken here."""

    status, code = 412, "tus_version"

    def headers(self) -> dict[str, str]:
        return {"Tus-Version": VERSION}


@dataclass(frozen=True)
class Promise:
    """What the phone says of a photo before its bytes come."""

    photo_id: UUID
    record_id: UUID
    filename: str
    sha256: str
    captured_at: datetime
    captured_text: str
    size: int


@dataclass(frozen=True)
class Checksum:
    """What one piece must hash to."""

    algorithm: str
    digest: bytes

    def hasher(self) -> Any:
        return hashlib.new(self.algorithm, usedforsecurity=False)


def promise(length: str | None, metadata: str | None) -> Promise:
    """Read `Upload-Length` and `Upload-Metadata`. Raises BadUpload or PhotoTooLarge."""
    size = number(length, "Upload-Length")
    if size == 0:
        raise BadUpload(fields={"Upload-Length": "Must be greater than or equal to 1."})
    if size > MAX_BYTES:
        raise PhotoTooLarge(limit=f"{MAX_BYTES // 1024**2} MB")
    given = pairs(metadata or "")
    captured_text = matching(given, "captured_at", INSTANT_TEXT, "Not a valid aware datetime.")
    return Promise(
        photo_id=UUID(matching(given, "photo_id", UUID_TEXT, "Not a valid UUID.")),
        record_id=UUID(matching(given, "record_id", UUID_TEXT, "Not a valid UUID.")),
        filename=harmless(given.get("filename", "")),
        sha256=matching(given, "sha256", SHA256_TEXT, "String does not match expected pattern.").lower(),
        captured_at=instant(captured_text),
        captured_text=captured_text,
        size=size,
    )


def number(text: str | None, header: str) -> int:
    if text is None:
        raise BadUpload(fields={header: "Missing data for required field."})
    if not NUMBER.fullmatch(text):
        raise BadUpload(fields={header: "Not a valid integer."})
    return int(text)


def pairs(metadata: str) -> dict[str, str]:
    """`key base64,key base64`; a key stands once, and a value may be missing."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in metadata.split(","))):
        key, _, value = pair.partition(" ")
        try:
            text = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError) as error:
            raise BadUpload(fields={"Upload-Metadata": "String does not match expected pattern."}) from error
        if key in found:
            raise BadUpload(fields={"Upload-Metadata": "duplicate_keys"})
        found[key] = text
    return found


def matching(given: dict[str, str], name: str, pattern: re.Pattern[str], otherwise: str) -> str:
    text = given.get(name)
    if text is None:
        raise BadUpload(fields={name: "Missing data for required field."})
    if not pattern.fullmatch(text):
        raise BadUpload(fields={name: otherwise})
    return text


def instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadUpload(fields={"captured_at": "Not a valid aware datetime."}) from error


def harmless(filename: str) -> str:
    """The phone's name for the file, without what cannot be stored or shown; it never names a file here."""
    kept = "".join(char for char in filename if unicodedata.category(char) not in ("Cc", "Cs", "Cf"))
    return kept[:200]


def checksum(header: str | None) -> Checksum | None:
    """Read `Upload-Checksum`, when there is one. Raises BadUpload."""
    if header is None:
        return None
    algorithm, _, value = header.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadUpload(fields={"Upload-Checksum": "String does not match expected pattern."}) from error
    if algorithm not in CHECKSUMS:
        raise BadUpload(fields={"Upload-Checksum": f"Must be one of: {', '.join(CHECKSUMS)}."})
    return Checksum(algorithm, digest)
