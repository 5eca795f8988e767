"""merged changes"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "merged_change",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("sent", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_merged_change")),
    )
    op.add_column("held_change", sa.Column("refused_code", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("held_change", "refused_code")
    op.drop_table("merged_change")
