"""The work list of reviews (复核), what was decided, and re-checks (复查)."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, PathText, RowNumber, UtcDateTime

OPEN, RETURNED, ACCEPTED, MERGED, WITHDRAWN = "open", "returned", "accepted", "merged", "withdrawn"
STATES = (OPEN, RETURNED, ACCEPTED, MERGED, WITHDRAWN)
TABS = ("flagged", "new", "returned", "duplicate", "done")
"""A record that looks like a duplicate stands among the flagged ones too."""
DONE, CANCELLED = "done", "cancelled"
RECHECK_STATES = (OPEN, DONE, CANCELLED)
OPEN_TWIN = sa.text("looks_like_id IS NOT NULL AND state = 'open'")


class ReviewItem(Base):
    """One record as supervisors see it. It follows the change log; state and decision are the supervisors' own."""

    __tablename__ = "review_item"
    __table_args__ = (
        sa.Index("ix_review_item_tab_rank", "tab", "rank", "record_id"),
        sa.Index("ix_review_item_tab_path", "tab", "organisation_path"),
        sa.Index("ix_review_item_tab_second", "tab", "second"),
        sa.Index("ix_review_item_mark_second", "mark", "second"),
        sa.Index("ix_review_item_decided_at", "decided_at"),
        sa.Index("ix_review_item_team_id", "team_id", "state"),
        sa.Index(
            "ix_review_item_twin", "rank", "record_id", sqlite_where=OPEN_TWIN, postgresql_where=OPEN_TWIN
        ),
        sa.Index(
            "ix_review_item_provisional",
            "author_id",
            sqlite_where=sa.text("provisional = 1"),
            postgresql_where=sa.text("provisional"),
        ),
    )  # fmt: skip

    record_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    mark: Mapped[str] = mapped_column(sa.String(24))
    """The type of an incident; `stray` for a capture."""
    organisation_path: Mapped[str] = mapped_column(PathText)
    team_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    author_id: Mapped[UUID] = mapped_column(sa.Uuid)
    captured_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    second: Mapped[int] = mapped_column(sa.BigInteger)
    """Of capture, since 1970."""
    lon: Mapped[float | None] = mapped_column(sa.Float)
    lat: Mapped[float | None] = mapped_column(sa.Float)
    words: Mapped[str] = mapped_column(sa.String(300))
    """Place and organisation, for the search."""
    record_revision: Mapped[int] = mapped_column(sa.Integer)
    revision: Mapped[int] = mapped_column(sa.Integer)
    """Of this row: a decision names the one it was made on."""
    state: Mapped[str] = mapped_column(sa.String(12))
    tab: Mapped[str] = mapped_column(sa.String(12))
    rank: Mapped[int] = mapped_column(sa.BigInteger)
    """The order of a tab: by urgency, then by the second of capture."""
    round: Mapped[int] = mapped_column(sa.Integer)
    reasons: Mapped[str] = mapped_column(sa.Text)
    evidence: Mapped[str] = mapped_column(sa.String(24))
    provisional: Mapped[bool] = mapped_column(sa.Boolean)
    """The verdict on the evidence waits for what is still on its way."""
    looks_like_id: Mapped[UUID | None] = mapped_column(sa.Uuid, index=True)
    duplicate_of_id: Mapped[UUID | None] = mapped_column(sa.Uuid, index=True)
    zone_ruling: Mapped[str | None] = mapped_column(sa.String(8))
    """A person's answer where the position leaves it open; the computed certainty stays beside it."""
    told: Mapped[bool] = mapped_column(sa.Boolean)
    """Phones know of a return of it: they are told how it ends."""
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    decided_by: Mapped[str | None] = mapped_column(sa.String(60))
    decided_revision: Mapped[int | None] = mapped_column(sa.Integer)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReviewCursor(Base):
    """One row: up to which change of the log the work list has looked."""

    __tablename__ = "review_cursor"

    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger)


class ReviewDecision(Base):
    """What a person decided, append-only. `other_id` is the record that was kept in a merge."""

    __tablename__ = "review_decision"
    __table_args__ = ({"sqlite_autoincrement": True},)

    row: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=True)
    record_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    other_id: Mapped[UUID | None] = mapped_column(sa.Uuid, index=True)
    decision: Mapped[str] = mapped_column(sa.String(16))
    record_revision: Mapped[int] = mapped_column(sa.Integer)
    round: Mapped[int] = mapped_column(sa.Integer)
    codes: Mapped[str] = mapped_column(sa.Text)
    text: Mapped[str | None] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[UUID] = mapped_column(sa.Uuid)
    by_name: Mapped[str] = mapped_column(sa.String(60))


class Recheck(Base):
    """复查: a team is to look at a place again, or did so by itself."""

    __tablename__ = "recheck"
    __table_args__ = (
        sa.Index("ix_recheck_state_due_on", "state", "due_on"),
        sa.Index("ix_recheck_team_id_state", "team_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    record_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    record_kind: Mapped[str] = mapped_column(sa.String(16))
    mark: Mapped[str | None] = mapped_column(sa.String(24))
    """Of the record when it was asked for: its phones may not have it."""
    organisation_id: Mapped[str] = mapped_column(sa.String(12))
    organisation_name: Mapped[str] = mapped_column(sa.String(60))
    organisation_path: Mapped[str] = mapped_column(PathText)
    team_id: Mapped[UUID] = mapped_column(sa.Uuid)
    author_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    """Always empty: it belongs to a team, and to nobody of it."""
    revision: Mapped[int] = mapped_column(sa.Integer)
    state: Mapped[str] = mapped_column(sa.String(12))
    lon: Mapped[float | None] = mapped_column(sa.Float)
    lat: Mapped[float | None] = mapped_column(sa.Float)
    place: Mapped[str | None] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    due_on: Mapped[date] = mapped_column(sa.Date)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[UUID] = mapped_column(sa.Uuid)
    made_by: Mapped[str] = mapped_column(sa.String(60))
    result: Mapped[str | None] = mapped_column(sa.String(16))
    done_record_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    note: Mapped[str | None] = mapped_column(sa.Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    ended_by: Mapped[str | None] = mapped_column(sa.String(60))
    unasked: Mapped[bool] = mapped_column(sa.Boolean, server_default=sa.false(), default=False)
    """Nobody had assigned it: the team looked at what its morning had left open."""
