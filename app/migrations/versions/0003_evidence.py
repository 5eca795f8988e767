"""evidence"""

import sqlalchemy as sa
from alembic import op

import app.database

revision = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_key",
        sa.Column("id", sa.String(length=43), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=200), nullable=False),
        sa.Column("registered_at", app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", app.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_key_device_id_device")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_device_key_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_key")),
    )
    op.create_index(op.f("ix_device_key_device_id"), "device_key", ["device_id"], unique=False)
    op.create_index(op.f("ix_device_key_person_id"), "device_key", ["person_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("received_at", app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(length=43), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("saved_at", app.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=True),
        sa.Column("fault", sa.String(length=24), nullable=True),
        sa.Column("as_sent", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("change_id", "author_id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_record_id"), "evidence", ["record_id"], unique=False)
    op.create_index("ix_evidence_key_id_digest", "evidence", ["key_id", "digest"], unique=False)
    op.create_index("ix_evidence_key_id_previous", "evidence", ["key_id", "previous"], unique=False)
    op.create_index(
        "ix_evidence_provisional",
        "evidence",
        ["received_at"],
        unique=False,
        sqlite_where=sa.text("provisional"),
        postgresql_where=sa.text("provisional"),
    )
    op.create_table(
        "evidence_photo",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("change_id", "author_id", "photo_id", name=op.f("pk_evidence_photo")),
    )
    op.create_index(op.f("ix_evidence_photo_photo_id"), "evidence_photo", ["photo_id"], unique=False)
    op.create_table(
        "voided_payload",
        sa.Column("key_id", sa.String(length=43), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("key_id", "digest", name=op.f("pk_voided_payload")),
    )
    op.create_index("ix_voided_payload_key_id_previous", "voided_payload", ["key_id", "previous"], unique=False)
    op.add_column("photo", sa.Column("exif_lon", sa.Float(), nullable=True))
    op.add_column("photo", sa.Column("exif_lat", sa.Float(), nullable=True))
    op.add_column("photo", sa.Column("exif_at", app.database.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("exif_at", "exif_lat", "exif_lon"):
        op.drop_column("photo", name)
    for table in ("voided_payload", "evidence_photo", "evidence", "device_key"):
        op.drop_table(table)
