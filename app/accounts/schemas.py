"""What goes in and out of the accounts' views."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from app.accounts.permissions import ROLES

PHONE_EVENTS = ("storage_lost", "pin_locked")
NO_CONTROL = validate.Regexp(r"^[^\x00-\x1f\x7f\ud800-\udfff]*$")


DEVICE_ID = validate.Regexp(r"^[A-Za-z0-9._:-]{1,64}$")


def text(low: int, high: int, **kwargs: Any) -> fields.String:
    """One line of text of `low` to `high` characters."""
    return fields.String(validate=[validate.Length(low, high), NO_CONTROL], **kwargs)


def searched(most: int, low: int = 1, **kwargs: Any) -> fields.String:
    """Words to search for. Whoever pastes a page is told what to do, not how long the field is."""
    length = [validate.Length(min=low), validate.Length(max=most, error="search_too_long")]
    return fields.String(validate=[*length, NO_CONTROL], **kwargs)


class In(Schema):
    class Meta:
        unknown = RAISE


class NameOut(Schema):
    id = fields.String()
    name = fields.String()


class DeviceIn(In):
    id = fields.String(required=True, validate=DEVICE_ID)
    name = text(0, 80, load_default="")
    token = fields.Boolean(
        truthy={True},
        falsy={False},
        load_default=False,
        metadata={"description": "Answer with a device token, which every later request of the session must carry."},
    )


class PhoneEventIn(In):
    event = fields.String(required=True, validate=validate.OneOf(PHONE_EVENTS))
    unsent = fields.Integer(required=True, strict=True, validate=validate.Range(0, 1_000_000))


BASE64URL = r"^[A-Za-z0-9_-]*$"


def base64url(low: int, high: int) -> fields.String:
    return fields.String(required=True, validate=[validate.Length(low, high), validate.Regexp(BASE64URL)])


class VaultWrapIn(In):
    """A phone's data key as the phone has wrapped it for the office: docs/sync.md, "Rescue file"."""

    v = fields.Integer(required=True, strict=True, validate=validate.OneOf([2]))
    office = base64url(43, 43)
    person = fields.UUID(required=True)
    device = fields.String(required=True, validate=DEVICE_ID)
    key = base64url(1, 32)
    ephemeral = base64url(80, 200)
    nonce = base64url(16, 16)
    sealed = base64url(64, 64)


class VaultIn(In):
    password = fields.String(required=True, validate=validate.Length(1, 200))
    wrap = fields.Nested(VaultWrapIn, required=True)


class VaultOut(Schema):
    key = fields.String(
        required=True,
        validate=validate.Length(43, 43),
        metadata={"description": "The data key, 32 bytes, base64url. The server keeps it nowhere."},
    )


class SessionIn(In):
    username = text(1, 40, required=True)
    password = fields.String(required=True, validate=validate.Length(1, 200))
    device = fields.Nested(DeviceIn)


class PasswordIn(In):
    old = fields.String(required=True, validate=validate.Length(1, 200))
    new = fields.String(required=True, validate=validate.Length(1, 200))


class OrganisationRefOut(NameOut):
    level = fields.String()
    path = fields.String()


class SelfOut(Schema):
    id = fields.UUID()
    name = fields.String()
    username = fields.String()
    roles = fields.List(fields.String())
    organisation = fields.Nested(OrganisationRefOut)
    teams = fields.List(fields.Nested(NameOut))


class GrantOut(Schema):
    kind = fields.String()
    action = fields.String()


class OfficeKeyOut(Schema):
    id = fields.String()
    public_key = fields.String(
        metadata={"description": "P-256, SPKI, base64url: what is to be rescued is encrypted to it"}
    )
    receipt_key = fields.String(metadata={"description": "P-256, SPKI, base64url: signs the receipts of rescued files"})


class SessionOut(Schema):
    person = fields.Nested(SelfOut)
    csrf_token = fields.String()
    server_time = fields.AwareDateTime()
    epoch = fields.String()
    device_id = fields.String(allow_none=True)
    must_change_password = fields.Boolean()
    permissions = fields.List(fields.Nested(GrantOut))
    county = fields.Nested(NameOut, allow_none=True)
    device_token = fields.String(metadata={"description": "Once, when it was asked for by somebody who records."})
    office_key = fields.Nested(OfficeKeyOut, allow_none=True)


ROLE_LIST = fields.List(
    fields.String(validate=validate.OneOf(list(ROLES))), validate=validate.Length(1, len(ROLES)), required=True
)
USERNAME = r"^[A-Za-z0-9._-]{3,40}\Z"
ORGANISATION_ID = validate.Regexp(r"^[0-9A-Z]{2,12}$")


class ApplicationPasswordIn(In):
    name = text(1, 60, required=True)


class ApplicationPasswordOut(Schema):
    id = fields.UUID()
    name = fields.String()
    created_at = fields.AwareDateTime()
    last_used_at = fields.AwareDateTime(allow_none=True)


class ApplicationPasswordCreatedOut(ApplicationPasswordOut):
    password = fields.String(metadata={"description": "This once"})


class ApplicationPasswordsOut(Schema):
    application_passwords = fields.List(fields.Nested(ApplicationPasswordOut))


class PersonIn(In):
    username = fields.String(required=True, validate=validate.Regexp(USERNAME))
    name = text(1, 60, required=True)
    roles = ROLE_LIST
    organisation_id = fields.String(required=True, validate=ORGANISATION_ID)
    team_ids = fields.List(fields.UUID(), validate=validate.Length(0, 20), load_default=list)


class PersonPatch(In):
    name = text(1, 60)
    roles = fields.List(fields.String(validate=validate.OneOf(list(ROLES))), validate=validate.Length(1, len(ROLES)))
    organisation_id = fields.String(validate=ORGANISATION_ID)
    active = fields.Boolean(truthy={True}, falsy={False})


class PersonOut(Schema):
    id = fields.UUID()
    username = fields.String()
    name = fields.String()
    roles = fields.Function(lambda person: person.roles.split(","))
    organisation = fields.Nested(NameOut)
    teams = fields.List(fields.Nested(NameOut))
    active = fields.Boolean()
    must_change_password = fields.Boolean()


class PersonCreatedOut(PersonOut):
    one_time_password = fields.String()
    expires_at = fields.AwareDateTime(attribute="password_expires_at")


class PeopleOut(Schema):
    people = fields.List(fields.Nested(PersonOut))
    cursor = fields.String(allow_none=True)


class OneTimePasswordOut(Schema):
    one_time_password = fields.String()
    expires_at = fields.AwareDateTime()


class DeviceOut(Schema):
    id = fields.String()
    name = fields.String()
    registered_at = fields.AwareDateTime()
    last_seen_at = fields.AwareDateTime()
    revoked_at = fields.AwareDateTime(allow_none=True)


class DeviceKeyOut(Schema):
    id = fields.String()
    registered_at = fields.AwareDateTime()
    revoked_at = fields.AwareDateTime(allow_none=True)


class PersonalDeviceOut(DeviceOut):
    keys = fields.List(fields.Nested(DeviceKeyOut))


class DevicesOut(Schema):
    devices = fields.List(fields.Nested(PersonalDeviceOut))
    cursor = fields.String(allow_none=True)


class DevicesQuery(In):
    cursor = fields.String(validate=DEVICE_ID)
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 200))


class RevocationIn(In):
    reason = text(0, 200, load_default=None, allow_none=True)


class TeamIn(In):
    name = text(1, 60, required=True)
    organisation_id = fields.String(required=True, validate=ORGANISATION_ID)
    member_ids = fields.List(fields.UUID(), validate=validate.Length(0, 200), load_default=list)


class TeamPatch(In):
    name = text(1, 60)
    organisation_id = fields.String(validate=ORGANISATION_ID)
    active = fields.Boolean(truthy={True}, falsy={False})


class TeamOut(Schema):
    id = fields.UUID()
    name = fields.String()
    organisation = fields.Nested(NameOut)
    active = fields.Boolean()
    members = fields.List(fields.Nested(NameOut))


class TeamsOut(Schema):
    teams = fields.List(fields.Nested(TeamOut))
    cursor = fields.String(allow_none=True)


class TeamsQuery(In):
    cursor = fields.UUID()
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 200))


class PeopleQuery(In):
    q = searched(60)
    organisation = fields.String(validate=ORGANISATION_ID)
    cursor = text(1, 40)
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 200))


class RuleOut(Schema):
    role = fields.String()
    kind = fields.String()
    actions = fields.List(fields.String())
    scope = fields.String()
    hidden = fields.List(fields.String())


class RolesOut(Schema):
    rules = fields.List(fields.Nested(RuleOut))
