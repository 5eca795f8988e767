"""A team looks again by itself at what its morning left open: a re-check that nobody had asked for. Records say whether anybody
looked at them again; phones that do not have the record of a re-check know of what kind it is"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision: str | None = "0015"
branch_labels = None
depends_on = None

KINDS = ("incident", "capture")
COLUMNS = ("id", "looked_again", "record_id", "state")


def upgrade() -> None:
    op.add_column("recheck", sa.Column("unasked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("recheck", sa.Column("mark", sa.String(24), nullable=True))
    op.execute("UPDATE recheck SET mark = (SELECT mark FROM review_item WHERE review_item.record_id = recheck.record_id)")
    for kind in KINDS:
        op.add_column(kind, sa.Column("looked_again", sa.Boolean(), nullable=False, server_default=sa.false()))
        record, recheck = (sa.table(name, *map(sa.column, COLUMNS)) for name in (kind, "recheck"))
        looked = sa.select(recheck.c.record_id).where(recheck.c.state == "done")
        op.execute(sa.update(record).where(record.c.id.in_(looked)).values(looked_again=sa.true()))


def downgrade() -> None:
    for kind in KINDS:
        op.drop_column(kind, "looked_again")
    op.drop_column("recheck", "mark")
    op.drop_column("recheck", "unasked")
