"""what reviews say of records stands beside them"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision: str | None = "0012"
branch_labels = None
depends_on = None

KINDS = ("incident", "capture")


def upgrade() -> None:
    for kind in KINDS:
        op.add_column(kind, sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        op.add_column(kind, sa.Column("zone_ruling", sa.String(length=8), nullable=True))
        merged, ruling = (
            f"SELECT {column} FROM review_item WHERE review_item.record_id = {kind}.id"  # noqa: S608  our names
            for column in ("CASE WHEN state = 'merged' THEN duplicate_of_id END", "zone_ruling")
        )
        op.execute(f"UPDATE {kind} SET merged_into_id = ({merged}), zone_ruling = ({ruling})")  # noqa: S608


def downgrade() -> None:
    for kind in KINDS:
        op.drop_column(kind, "zone_ruling")
        op.drop_column(kind, "merged_into_id")
