"""Bodies that are files, and forms beside them."""

from typing import Any

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from app import access
from app.errors import Invalid, TooLarge, flat
from app.zones.files import MOST_BYTES, Folder

Data = dict[str, Any]
FORM_BYTES = 256 * 1024
"""What a form has beside its file."""


def folder() -> Folder:
    return Folder(access.settings().zone_file_dir)


def raw() -> bytes:
    """The whole body. Raises TooLarge, Invalid for an empty one."""
    request.max_content_length = MOST_BYTES
    try:
        found = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise TooLarge(limit="20 MB") from error
    if not found:
        raise Invalid("zone_file_missing")
    return found


def uploaded() -> tuple[bytes, str, dict[str, str]]:
    """A form's file, the file's name, and its other fields. Raises TooLarge, Invalid."""
    request.max_content_length = MOST_BYTES + FORM_BYTES
    request.max_form_memory_size = FORM_BYTES
    try:
        file = request.files.get("file")
        fields = {name: value for name, value in request.form.items() if name != "file"}
    except RequestEntityTooLarge as error:
        raise TooLarge(limit="20 MB") from error
    if file is None:
        raise Invalid("zone_file_missing", fields={"file": "zone_file_missing"})
    if not (data := file.read()):
        raise Invalid("zone_file_empty", fields={"file": "zone_file_empty"})
    if len(data) > MOST_BYTES:
        raise TooLarge(limit="20 MB")
    return data, printable(file.filename or ""), fields


def printable(name: str) -> str:
    """A file's name as a word to show: never a path of ours."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable() and not "\ud800" <= char <= "\udfff")[:200] or "file"


def loaded(schema: Schema, given: Data) -> Data:
    """Raises Invalid as the interface does elsewhere."""
    try:
        found: Data = schema.load(given)
    except ValidationError as error:
        raise Invalid(fields=flat(error.messages)) from error
    return found
