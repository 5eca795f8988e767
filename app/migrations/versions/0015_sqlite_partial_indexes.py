"""SQLite takes an index of some rows only for a question in the very words of the index: `provisional = 1`"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision: str | None = "0014"
branch_labels = None
depends_on = None

INDEXES = {"ix_evidence_provisional": ("evidence", "received_at"), "ix_review_item_provisional": ("review_item", "author_id")}


def upgrade() -> None:
    made_for("provisional = 1")


def downgrade() -> None:
    made_for("provisional")


def made_for(rows: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, (table, column) in INDEXES.items():
        op.drop_index(name, table_name=table)
        op.create_index(name, table, [column], sqlite_where=sa.text(rows))
