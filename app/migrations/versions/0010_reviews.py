"""reviews: the work list that follows the log, decisions, re-checks"""

import sqlalchemy as sa
from alembic import op

from app.database import PathText, RowNumber, UtcDateTime

revision = "0010"
down_revision: str | None = "0009"
branch_labels = None
depends_on = None

TWIN = sa.text("looks_like_id IS NOT NULL AND state = 'open'")
PROVISIONAL = sa.text("provisional")


def upgrade() -> None:
    op.create_table(
        "review_item",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("organisation_path", PathText, nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("captured_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("received_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("second", sa.BigInteger(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("record_revision", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tab", sa.String(length=12), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("evidence", sa.String(length=24), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("looks_like_id", sa.Uuid(), nullable=True),
        sa.Column("duplicate_of_id", sa.Uuid(), nullable=True),
        sa.Column("zone_ruling", sa.String(length=8), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.String(length=60), nullable=True),
        sa.Column("decided_revision", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_review_item")),
    )
    op.create_index("ix_review_item_tab_rank", "review_item", ["tab", "rank", "record_id"])
    op.create_index("ix_review_item_tab_path", "review_item", ["tab", "organisation_path"])
    op.create_index("ix_review_item_tab_second", "review_item", ["tab", "second"])
    op.create_index("ix_review_item_mark_second", "review_item", ["mark", "second"])
    op.create_index("ix_review_item_decided_at", "review_item", ["decided_at"])
    op.create_index("ix_review_item_team_id", "review_item", ["team_id", "state"])
    op.create_index(op.f("ix_review_item_looks_like_id"), "review_item", ["looks_like_id"])
    op.create_index(op.f("ix_review_item_duplicate_of_id"), "review_item", ["duplicate_of_id"])
    op.create_index(
        "ix_review_item_twin", "review_item", ["rank", "record_id"], sqlite_where=TWIN, postgresql_where=TWIN
    )
    op.create_index(
        "ix_review_item_provisional",
        "review_item",
        ["author_id"],
        sqlite_where=PROVISIONAL,
        postgresql_where=PROVISIONAL,
    )
    cursor = op.create_table(
        "review_cursor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_cursor")),
    )
    op.execute(sa.insert(cursor).values(id=1, seq=0))
    op.create_table(
        "review_decision",
        sa.Column("row", RowNumber, autoincrement=True, nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("record_revision", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_review_decision")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_review_decision_record_id"), "review_decision", ["record_id"])
    op.create_index(op.f("ix_review_decision_other_id"), "review_decision", ["other_id"])
    op.create_table(
        "recheck",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("record_kind", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("organisation_name", sa.String(length=60), nullable=False),
        sa.Column("organisation_path", PathText, nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=True),
        sa.Column("done_record_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_by", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck")),
    )
    op.create_index(op.f("ix_recheck_record_id"), "recheck", ["record_id"])
    op.create_index("ix_recheck_state_due_on", "recheck", ["state", "due_on"])
    op.create_index("ix_recheck_team_id_state", "recheck", ["team_id", "state"])
    op.create_index(op.f("ix_photo_sha256"), "photo", ["sha256"])


def downgrade() -> None:
    op.drop_index(op.f("ix_photo_sha256"), "photo")
    for table in ("recheck", "review_decision", "review_cursor", "review_item"):
        op.drop_table(table)
