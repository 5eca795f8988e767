"""patrol areas and rosters, and every revision of them"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.database import PathText, UtcDateTime

revision = "0012"
down_revision: str | None = "0011"
branch_labels = None
depends_on = None


def written() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Uuid(), nullable=False),
        sa.Column("updated_by", sa.String(length=60), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "plan_area",
        *written(),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("organisation_name", sa.String(length=60), nullable=False),
        sa.Column("organisation_path", PathText, nullable=False),
        sa.Column("geojson", sa.Text(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_area")),
    )
    op.create_index(op.f("ix_plan_area_organisation_path"), "plan_area", ["organisation_path"])
    op.create_table(
        "plan_roster",
        *written(),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("begins", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("tolerance_minutes", sa.Integer(), nullable=False),
        sa.Column("exceptions", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_plan_roster_team_id_team")),
        sa.ForeignKeyConstraint(["area_id"], ["plan_area.id"], name=op.f("fk_plan_roster_area_id_plan_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_roster")),
    )
    op.create_index(op.f("ix_plan_roster_team_id"), "plan_roster", ["team_id"])
    op.create_index(op.f("ix_plan_roster_area_id"), "plan_roster", ["area_id"])
    op.create_table(
        "plan_revision",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("written_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("plan_id", "revision", name=op.f("pk_plan_revision")),
    )


def downgrade() -> None:
    op.drop_table("plan_revision")
    op.drop_table("plan_roster")
    op.drop_table("plan_area")
