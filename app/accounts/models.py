"""People, what they may do, and the phones they sign in on."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, PathText, UtcDateTime
from app.organisations.models import Organisation, Team


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (sa.Index("uq_person_username_lower", sa.text("lower(username)"), unique=True),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    username: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    roles: Mapped[str] = mapped_column(sa.String(80))
    organisation_id: Mapped[str] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    must_change_password: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    password_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    active: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    demo: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When this person last came from another county."""
    moved_from: Mapped[str | None] = mapped_column(sa.String(64))
    """The path that was theirs there."""

    organisation: Mapped[Organisation] = relationship(lazy="joined")
    teams: Mapped[list[Team]] = relationship(secondary="membership", lazy="selectin", order_by=Team.name)

    @property
    def role_set(self) -> frozenset[str]:
        return frozenset(self.roles.split(","))


class Membership(Base):
    __tablename__ = "membership"

    team_id: Mapped[UUID] = mapped_column(sa.ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, index=True)


class Device(Base):
    """A phone's browser profile, named by itself at its first sign-in; several people may share it."""

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DeviceRevocation(Base):
    """A phone that was given up for the people of a branch; those of other branches may share it still."""

    __tablename__ = "device_revocation"

    device_id: Mapped[str] = mapped_column(sa.ForeignKey("device.id"), primary_key=True)
    organisation_path: Mapped[str] = mapped_column(PathText, primary_key=True)
    revoked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(sa.String(200))


class DeviceKey(Base):
    """The public half of what a person's phone signs with; `id` is its SHA-256. It outlives session, phone and person."""

    __tablename__ = "device_key"

    id: Mapped[str] = mapped_column(sa.String(43), primary_key=True)
    device_id: Mapped[str] = mapped_column(sa.ForeignKey("device.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary(200))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignIn(Base):
    """One session. The cookie holds a random token; here stands only its SHA-256. A phone that keeps records holds a
    second one, sealed under its person's PIN."""

    __tablename__ = "sign_in"

    token_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    device_token_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    device_id: Mapped[str | None] = mapped_column(sa.ForeignKey("device.id"), index=True)
    csrf_token: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_code: Mapped[str | None] = mapped_column(sa.String(40))
    """What whoever still holds the token is told, when it is not just to sign in again."""


class ApplicationPassword(Base):
    """A random password for one other program that reads in a person's name. Only its SHA-256 stands here."""

    __tablename__ = "application_password"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInTry(Base):
    """A try that did not succeed. `account` is a keyed digest: what was typed for a name may have been a password."""

    __tablename__ = "sign_in_try"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account: Mapped[str] = mapped_column(sa.String(64), index=True)
    source: Mapped[str] = mapped_column(sa.String(80), index=True)
