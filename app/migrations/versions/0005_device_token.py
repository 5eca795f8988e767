"""device token"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_in", sa.Column("device_token_digest", sa.LargeBinary(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("sign_in", "device_token_digest")
