"""application passwords"""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0009"
down_revision: str | None = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "application_password",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_application_password_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_password")),
        sa.UniqueConstraint("digest", name=op.f("uq_application_password_digest")),
    )
    op.create_index(op.f("ix_application_password_person_id"), "application_password", ["person_id"])


def downgrade() -> None:
    op.drop_table("application_password")
