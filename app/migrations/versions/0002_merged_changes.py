"""merged changes"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision: str | None = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('merged_change',
    sa.Column('change_id', sa.Uuid(), nullable=False),
    sa.Column('sent', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('change_id', name=op.f('pk_merged_change'))
    )


def downgrade() -> None:
    op.drop_table('merged_change')
