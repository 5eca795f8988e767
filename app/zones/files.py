"""Files kept byte for byte: `zone-files/ab/<sha256>`, read-only, never changed; the same bytes are kept once."""

import contextlib
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from app.database import db
from app.errors import Gone, Invalid, StorageFull
from app.zones.models import ZoneFile

MOST_BYTES = 20 * 1024 * 1024
SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
BYTES = "application/octet-stream"


@dataclass(frozen=True)
class Folder:
    root: Path

    def path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256

    def read(self, sha256: str) -> Path:
        """Raises Gone."""
        found = self.path(sha256)
        if not found.is_file():
            raise Gone
        return found

    def write(self, data: bytes) -> str:
        """On the disk when this returns, whole or not at all. Raises StorageFull."""
        sha256 = hashlib.sha256(data).hexdigest()
        final = self.path(sha256)
        if final.is_file() and final.stat().st_size == len(data):
            return sha256
        draft = final.with_name(f".{uuid4().hex}")
        try:
            final.parent.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.chmod(0o440)
            draft.replace(final)
        except OSError as error:
            raise StorageFull from error
        finally:
            draft.unlink(missing_ok=True)
        return sha256


def kind_of_scan(data: bytes) -> str:
    """By the first bytes, whatever the file is called. Raises Invalid for what is neither PDF, JPEG nor PNG."""
    for signature, mime in SIGNATURES.items():
        if data.startswith(signature):
            return mime
    raise Invalid("zone_scan_kind")


def keep(folder: Folder, data: bytes, mime: str, *, by: Any, at: datetime) -> str:
    """Store a file and note it; its SHA-256. The file is there before the row: a backup finds what the rows promise."""
    sha256 = folder.write(data)
    if db.session.get(ZoneFile, sha256) is None:
        with contextlib.suppress(IntegrityError), db.session.begin_nested():  # somebody else brings the same, just now
            db.session.add(ZoneFile(sha256=sha256, mime=mime, size=len(data), stored_at=at, stored_by_id=by.id))
    return sha256


def facts(sha256: str | None, name: str | None) -> dict[str, Any] | None:
    found = db.session.get(ZoneFile, sha256) if sha256 else None
    return {"sha256": sha256, "name": name, "mime": found.mime, "size": found.size} if found else None
