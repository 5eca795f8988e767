"""What goes in and out of the evidence room."""

from marshmallow import Schema, fields, validate

from app.accounts.schemas import In
from app.errors import language
from app.evidence.proofs import KEY_ID, MAX_PAYLOAD, SIGNATURE
from app.evidence.verdicts import REASONS, VERDICTS
from app.messages import message


class KeyIn(In):
    """A P-256 public key as SPKI bytes in base64url without padding."""

    public_key = fields.String(required=True, validate=validate.Regexp(r"^[A-Za-z0-9_-]{80,200}$"))


class SignedPayloadIn(In):
    """The exact text that was signed, and the signature: ECDSA P-256 with SHA-256, r and s, in base64url."""

    key_id = fields.String(required=True, validate=validate.Regexp(KEY_ID.pattern))
    payload = fields.String(required=True, validate=validate.Length(2, MAX_PAYLOAD))
    signature = fields.String(required=True, validate=validate.Regexp(SIGNATURE.pattern))


class VerdictOut(Schema):
    """What is to be said of a change or a record. It shows that nothing was altered since it was saved, not that it is true."""

    verdict = fields.String(validate=validate.OneOf(list(VERDICTS)))
    reason = fields.String(validate=validate.OneOf(REASONS))
    provisional = fields.Boolean()
    title = fields.Function(lambda found: words(found["reason"])[0], metadata={"type": "string"})
    detail = fields.Function(lambda found: words(found["reason"])[1], metadata={"type": "string"})


class ChangeEvidenceOut(VerdictOut):
    """`payload` and `signature` only for roles that read originals."""

    change_id = fields.UUID()
    revision = fields.Integer(allow_none=True)
    key_id = fields.String(allow_none=True)
    seq = fields.Integer(allow_none=True)
    saved_at = fields.AwareDateTime(allow_none=True)
    received_at = fields.AwareDateTime(allow_none=True)
    payload = fields.String(allow_none=True)
    signature = fields.String(allow_none=True)


class EvidenceOut(VerdictOut):
    changes = fields.List(fields.Nested(ChangeEvidenceOut))


def words(reason: str) -> tuple[str, str]:
    """Title and explanation, in the language of the request."""
    return message(f"evidence_{reason}", language())


class KeyOut(Schema):
    key_id = fields.String()
