"""quarantine"""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0006"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quarantined_item",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_path", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=40), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("received_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("item", sa.LargeBinary(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("resolution", sa.String(length=12), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("filed_as", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_quarantined_item")),
    )
    op.create_index(op.f("ix_quarantined_item_record_id"), "quarantined_item", ["record_id"])
    op.create_index("ix_quarantined_item_author_id_resolved_at", "quarantined_item", ["author_id", "resolved_at"])
    op.create_index("ix_quarantined_item_path_received_at", "quarantined_item", ["organisation_path", "received_at"])


    op.add_column("person", sa.Column("moved_at", UtcDateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("moved_from", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "moved_from")
    op.drop_column("person", "moved_at")
    op.drop_table("quarantined_item")
