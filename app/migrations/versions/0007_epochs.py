"""epochs: the ones before, and the key of the cursors"""

import secrets

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0007"
down_revision: str | None = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "past_epoch",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_epoch")),
    )
    op.add_column("epoch", sa.Column("cursor_key", sa.String(length=32), server_default="", nullable=False))
    op.add_column("epoch", sa.Column("begun_at", UtcDateTime(timezone=True), nullable=True))
    epoch = sa.table("epoch", sa.column("cursor_key", sa.String))
    op.execute(sa.update(epoch).values(cursor_key=secrets.token_hex(16)))


def downgrade() -> None:
    op.drop_column("epoch", "begun_at")
    op.drop_column("epoch", "cursor_key")
    op.drop_table("past_epoch")
