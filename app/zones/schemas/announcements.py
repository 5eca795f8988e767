"""An announcement, its scan, and what follows from announcing."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.accounts.schemas import In, text

NO_NUL = validate.Regexp(r"^[^\x00\ud800-\udfff]*$")
DAY = {"description": "A day of Asia/Shanghai"}


def words(high: int, **more: Any) -> fields.String:
    """Several lines of text."""
    return fields.String(validate=[validate.Length(0, high), NO_NUL], **more)


def name_of_file(**more: Any) -> fields.String:
    return text(1, 200, **more)


class AnnouncementIn(In):
    number = text(1, 60, required=True)
    announced_on = fields.Date(required=True, metadata=DAY)
    effective_on = fields.Date(required=True, metadata=DAY)
    text = fields.String(required=True, validate=[validate.Length(1, 20_000), NO_NUL])


class FileOut(Schema):
    sha256 = fields.String()
    name = fields.String(allow_none=True)
    mime = fields.String()
    size = fields.Integer()


class MadeOut(Schema):
    at = fields.AwareDateTime()
    by = fields.String()


class AnnouncementOut(Schema):
    id = fields.UUID()
    number = fields.String(allow_none=True)
    announced_on = fields.Date(allow_none=True)
    effective_on = fields.Date(allow_none=True)
    text = fields.String(allow_none=True)
    scan = fields.Nested(FileOut, allow_none=True)
