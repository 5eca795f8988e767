"""what reviews say of records stands beside them"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision: str | None = "0012"
branch_labels = None
depends_on = None

KINDS = ("incident", "capture")
ITEM = sa.table("review_item", *map(sa.column, ("record_id", "state", "duplicate_of_id", "zone_ruling")))


def upgrade() -> None:
    for kind in KINDS:
        op.add_column(kind, sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        op.add_column(kind, sa.Column("zone_ruling", sa.String(length=8), nullable=True))
        record = sa.table(kind, *map(sa.column, ("id", "merged_into_id", "zone_ruling")))
        merged_into = sa.case((ITEM.c.state == "merged", ITEM.c.duplicate_of_id))
        said = {"merged_into_id": merged_into, "zone_ruling": ITEM.c.zone_ruling}
        of_record = ITEM.c.record_id == record.c.id
        values = {name: sa.select(value).where(of_record).scalar_subquery() for name, value in said.items()}
        op.execute(sa.update(record).values(values))


def downgrade() -> None:
    for kind in KINDS:
        op.drop_column(kind, "zone_ruling")
        op.drop_column(kind, "merged_into_id")
