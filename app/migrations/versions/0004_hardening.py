"""hardening"""

import sqlalchemy as sa
from alembic import op

import app.database

revision = "0004"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None

PATHS = {"organisation": "path"} | dict.fromkeys(
    ("audit_entry", "capture", "change_log", "incident", "patrol", "persuasion", "photo", "quarantined_item", "track", "zone"),
    "organisation_path",
)
"""Compared byte by byte, so that a range of paths is right in any locale and an index serves it."""

FEED_TURN = """
CREATE FUNCTION take_feed_turn() RETURNS void LANGUAGE sql AS 'SELECT pg_advisory_xact_lock(4104)';
CREATE OR REPLACE FUNCTION feed_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM take_feed_turn(); RETURN NULL; END $$;
"""
FEED_TURN_BEFORE = """
CREATE OR REPLACE FUNCTION feed_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock(4104); RETURN NULL; END $$;
DROP FUNCTION take_feed_turn();
"""


def upgrade() -> None:
    refuse_names_that_differ_by_case()
    op.create_index("uq_person_username_lower", "person", [sa.text("lower(username)")], unique=True)
    op.drop_column("person", "last_seen_at")
    op.drop_column("keeper", "organisation_path")
    op.add_column("sign_in", sa.Column("ended_code", sa.String(length=40), nullable=True))
    keep_no_typed_names()
    revocations_by_branch()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FEED_TURN)
        for table, column in PATHS.items():
            op.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar(64) COLLATE "C"')


def refuse_names_that_differ_by_case() -> None:
    twice = "SELECT lower(username) FROM person GROUP BY lower(username) HAVING count(*) > 1"
    named = f"SELECT username FROM person WHERE lower(username) IN ({twice}) ORDER BY lower(username), username"
    found = op.get_bind().scalars(sa.text(named)).all()
    if found:
        raise SystemExit(
            f"Account names must differ in more than their case, and these do not: {', '.join(found)}. "
            "Give all but one of each another name (UPDATE person SET username = … WHERE username = …), then: quanxun migrate"
        )


def keep_no_typed_names() -> None:
    """What somebody typed for an account's name may have been a password."""
    op.drop_table("sign_in_try")
    op.create_table(
        "sign_in_try",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
    )
    for column in ("at", "account", "source"):
        op.create_index(op.f(f"ix_sign_in_try_{column}"), "sign_in_try", [column], unique=False)
    op.execute(
        "UPDATE audit_entry SET subject_id = NULL WHERE subject_kind = 'account' "
        "AND NOT EXISTS (SELECT 1 FROM person WHERE lower(person.username) = lower(audit_entry.subject_id))"
    )


def revocations_by_branch() -> None:
    collation = "C" if op.get_bind().dialect.name == "postgresql" else None
    op.create_table(
        "device_revocation",
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("organisation_path", sa.String(length=64, collation=collation), nullable=False),
        sa.Column("revoked_at", app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_device_revocation_device_id_device")
        ),
        sa.PrimaryKeyConstraint("device_id", "organisation_path", name=op.f("pk_device_revocation")),
    )
    op.execute(
        "INSERT INTO device_revocation (device_id, organisation_path, revoked_at, reason) "
        "SELECT id, '/', revoked_at, revoked_reason FROM device WHERE revoked_at IS NOT NULL"
    )
    op.drop_column("device", "revoked_at")
    op.drop_column("device", "revoked_reason")


def downgrade() -> None:
    op.add_column("device", sa.Column("revoked_reason", sa.String(length=200), nullable=True))
    op.add_column("device", sa.Column("revoked_at", app.database.UtcDateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE device SET revoked_at = (SELECT min(revoked_at) FROM device_revocation WHERE device_id = device.id)"
    )
    op.drop_table("device_revocation")
    op.drop_table("sign_in_try")
    op.create_table(
        "sign_in_try",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
    )
    op.create_index(op.f("ix_sign_in_try_at"), "sign_in_try", ["at"], unique=False)
    op.create_index(op.f("ix_sign_in_try_source"), "sign_in_try", ["source"], unique=False)
    op.drop_column("sign_in", "ended_code")
    op.add_column("keeper", sa.Column("organisation_path", sa.String(length=64), nullable=False, server_default="/"))
    op.alter_column("keeper", "organisation_path", server_default=None)
    op.add_column("person", sa.Column("last_seen_at", app.database.UtcDateTime(timezone=True), nullable=True))
    op.drop_index("uq_person_username_lower", table_name="person")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FEED_TURN_BEFORE)
        for table, column in PATHS.items():
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar(64)")
