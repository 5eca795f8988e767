"""What goes in and out of deposits and of filing what was kept."""

from marshmallow import Schema, fields, validate

from app.accounts.schemas import In
from app.sync.schemas import DATA_SHAPES

MAX_ITEMS = 100
BASE64URL = r"^[A-Za-z0-9_-]*$"


class FilingIn(In):
    data = fields.Dict(required=True, metadata={"anyOf": [{"$ref": reference} for reference in DATA_SHAPES]})


class FilingOut(Schema):
    change_id = fields.UUID()
    id = fields.UUID()
    status = fields.String(validate=validate.OneOf(["accepted", "conflict", "held"]))
    revision = fields.Integer(allow_none=True)


class PrivateIn(In):
    """What may stand in no payload, and is therefore not signed."""

    keeper = fields.Dict(allow_none=True)


class SignedIn(In):
    """One change as its phone has signed it."""

    key_id = fields.String(required=True, validate=[validate.Length(1, 64), validate.Regexp(BASE64URL)])
    payload = fields.String(required=True, validate=validate.Length(2, 65_536))
    signature = fields.String(required=True, validate=[validate.Length(1, 128), validate.Regexp(BASE64URL)])
    private = fields.Nested(PrivateIn)


class DepositIn(In):
    device_id = fields.String(required=True, validate=validate.Regexp(r"^[A-Za-z0-9._:-]{1,64}$"))
    items = fields.List(fields.Nested(SignedIn), required=True, validate=validate.Length(1, MAX_ITEMS))


class DepositErrorOut(Schema):
    code = fields.String()
    message = fields.String()


class ReceiptOut(Schema):
    change_id = fields.UUID(allow_none=True)
    receipt = fields.String(allow_none=True)
    status = fields.String(validate=validate.OneOf(["deposited", "known", "refused"]))
    error = fields.Nested(DepositErrorOut, allow_none=True)


class TicketOut(Schema):
    id = fields.UUID()
    complete = fields.Boolean(metadata={"description": "Every byte is here already"})
    ticket = fields.String()


class DepositOut(Schema):
    server_time = fields.AwareDateTime()
    receipts = fields.List(fields.Nested(ReceiptOut))
    photos = fields.List(fields.Nested(TicketOut))


class RescueOut(Schema):
    """The receipt as a file that the phone can open."""

    receipt = fields.String(
        metadata={
            "description": 'JSON: {"v","office","made_at","complete","changes":[{"change_id","status","sha256","receipt","code"}],'
            '"photos":[{"id","sha256","status":"complete|refused"}]}'
        }
    )
    signature = fields.String(metadata={"description": "By the office's receipt key: r and s, base64url"})
