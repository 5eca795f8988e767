"""zone drafts, files of zones, and how a version ended"""

import sqlalchemy as sa
from alembic import op

from app.database import PathText, UtcDateTime

revision = "0008"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zone_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("organisation_path", PathText, nullable=False),
        sa.Column("seat_id", sa.String(length=12), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("boundary", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("confirmed", sa.Text(), nullable=False),
        sa.Column("checked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.String(length=60), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("scan_name", sa.String(length=200), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.String(length=60), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Uuid(), nullable=False),
        sa.Column("updated_by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_draft")),
    )
    op.create_index(op.f("ix_zone_draft_zone_id"), "zone_draft", ["zone_id"])
    op.create_index("ix_zone_draft_path_state", "zone_draft", ["organisation_path", "state"])
    op.create_table(
        "zone_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("stored_by_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_zone_file")),
    )
    op.add_column("announcement", sa.Column("scan_sha256", sa.String(length=64), nullable=True))
    op.add_column("announcement", sa.Column("scan_name", sa.String(length=200), nullable=True))
    op.add_column("zone_version", sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    op.add_column("zone_version", sa.Column("withdrawal_id", sa.Uuid(), nullable=True))
    version = sa.table("zone_version", sa.column("revision", sa.Integer), sa.column("valid_until", sa.Date))
    op.execute(sa.update(version).where(version.c.valid_until.isnot(None)).values(revision=2))


def downgrade() -> None:
    for table, column in (
        ("zone_version", "withdrawal_id"),
        ("zone_version", "revision"),
        ("announcement", "scan_name"),
        ("announcement", "scan_sha256"),
    ):
        op.drop_column(table, column)
    op.drop_table("zone_file")
    op.drop_table("zone_draft")
