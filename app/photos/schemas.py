"""What the description of the interface says of uploads and pictures; the bodies are bytes, not JSON."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.accounts.schemas import In
from app.photos import tus

Data = dict[str, Any]

BINARY: Data = {"type": "string", "format": "binary"}
OFFSET: Data = {"type": "integer", "minimum": 0, "maximum": tus.MAX_BYTES}


class VerificationIn(In):
    """SHA-256 of a whole file, which itself stays where it is."""

    sha256 = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}$"))


class VerificationOut(Schema):
    same = fields.Boolean()


def given(name: str, description: str, *, required: bool = False, **schema: Any) -> Data:
    """A header of the request."""
    return {"in": "header", "name": name, "description": description, "required": required, "schema": schema}


def said(description: str, **schema: Any) -> Data:
    """A header of the answer."""
    return {"description": description, "schema": schema}


VERSION_IN = given("Tus-Resumable", "The version of tus", required=True, type="string", enum=[tus.VERSION])
CHECKSUM_IN = given(
    "Upload-Checksum",
    f"Of this body: an algorithm ({', '.join(tus.CHECKSUMS)}), a space, the digest in base64",
    type="string",
    pattern=r"^(sha1|sha256) [A-Za-z0-9+/]+=*$",
)
LENGTH_IN = given(
    "Upload-Length", "Bytes of the whole photo", required=True, type="integer", minimum=1, maximum=tus.MAX_BYTES
)
METADATA_IN = given(
    "Upload-Metadata",
    "`key base64` pairs joined by commas: photo_id, record_id (UUIDs), sha256 (64 hex digits of the whole file), "
    "captured_at (ISO 8601 with offset), filename (optional)",
    required=True,
    type="string",
    minLength=1,
    maxLength=4000,
)
OFFSET_IN = given("Upload-Offset", "Where this body begins", required=True, **OFFSET)

VERSION_OUT = said("The version of tus", type="string", enum=[tus.VERSION])
OFFSET_OUT = said("Bytes that are safe here", **OFFSET)
LENGTH_OUT = said("Bytes of the whole photo", **OFFSET)
ABILITIES_OUT: Data = {name: said("See tus 1.0.0", type="string") for name in tus.ABILITIES}
CREATED_OUT: Data = {
    "Location": said("The upload: `{this address}/{photo_id}`", type="string"),
    "Upload-Offset": OFFSET_OUT,
    "Tus-Resumable": VERSION_OUT,
}
PROGRESS_OUT: Data = {"Upload-Offset": OFFSET_OUT, "Upload-Length": LENGTH_OUT, "Tus-Resumable": VERSION_OUT}
RECEIVED_OUT: Data = {"Upload-Offset": OFFSET_OUT, "Tus-Resumable": VERSION_OUT}

SIZE_IN: Data = {
    "in": "path",
    "name": "size",
    "description": "Pixels of the longest side",
    "required": True,
    "schema": {"type": "integer", "enum": [320, 1280]},
}


def body(*, required: bool) -> Data:
    return {"required": required, "content": {tus.MEDIA_TYPE: {"schema": BINARY}}}
