"""What goes in and out of the evidence room."""

from marshmallow import Schema, fields, validate

from app.accounts.schemas import In


class KeyIn(In):
    """A P-256 public key as SPKI bytes in base64url without padding."""

    public_key = fields.String(required=True, validate=validate.Regexp(r"^[A-Za-z0-9_-]{80,200}$"))


class KeyOut(Schema):
    key_id = fields.String()
