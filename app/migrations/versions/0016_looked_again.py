"""A team looks again by itself at what its morning left open: a re-check that nobody had asked for; boards find those of a time;
phones that do not have its record know of what kind it is"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision: str | None = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recheck", sa.Column("unasked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("recheck", sa.Column("mark", sa.String(24), nullable=True))
    op.execute("UPDATE recheck SET mark = (SELECT mark FROM review_item WHERE review_item.record_id = recheck.record_id)")
    op.create_index("ix_recheck_ended_at", "recheck", ["ended_at"])


def downgrade() -> None:
    op.drop_index("ix_recheck_ended_at", table_name="recheck")
    op.drop_column("recheck", "mark")
    op.drop_column("recheck", "unasked")
