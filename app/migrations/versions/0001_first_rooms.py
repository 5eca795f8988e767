"""first rooms"""

import geoalchemy2
import sqlalchemy as sa
from alembic import op

import app.database

revision = '0001'
down_revision: str | None = None
branch_labels = None
depends_on = None


# No change may become visible behind a cursor that has already passed it: whoever appends to the log takes a turn
# that lasts until the commit (SQLite has one writer and needs none).
FEED_TURN = """
CREATE FUNCTION feed_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock(4104); RETURN NULL; END $$;
CREATE TRIGGER change_log_turn BEFORE INSERT ON change_log FOR EACH STATEMENT EXECUTE FUNCTION feed_turn();
"""


def drop_idle_triggers() -> None:
    """SpatiaLite checks the type of every geometry that is written and notes the time, row by row. Our points come as
    its own bytes, and nobody reads the times: without these triggers a batch is written a quarter faster. The triggers
    that keep the spatial index stay."""
    for table in ("incident", "persuasion", "capture"):
        for kind in ("ggi", "ggu", "tmi", "tmu", "tmd"):
            op.execute(f'DROP TRIGGER IF EXISTS "{kind}_{table}_position"')


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    op.create_table('announcement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.String(length=12), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('announced_on', sa.Date(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement'))
    )
    op.create_table('audit_entry',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('actor_name', sa.String(length=60), nullable=True),
    sa.Column('organisation_path', sa.String(length=64), nullable=True),
    sa.Column('action', sa.String(length=40), nullable=False),
    sa.Column('subject_kind', sa.String(length=20), nullable=True),
    sa.Column('subject_id', sa.String(length=64), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=True),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_entry')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_audit_entry_action'), 'audit_entry', ['action'], unique=False)
    op.create_index(op.f('ix_audit_entry_actor_id'), 'audit_entry', ['actor_id'], unique=False)
    op.create_index(op.f('ix_audit_entry_organisation_path'), 'audit_entry', ['organisation_path'], unique=False)
    op.create_index(op.f('ix_audit_entry_subject_id'), 'audit_entry', ['subject_id'], unique=False)
    op.create_table('capture',
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('method', sa.String(length=16), nullable=False),
    sa.Column('condition', sa.String(length=16), nullable=True),
    sa.Column('row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('author_name', sa.String(length=60), nullable=False),
    sa.Column('device_id', sa.String(length=64), nullable=False),
    sa.Column('organisation_id', sa.String(length=12), nullable=False),
    sa.Column('organisation_name', sa.String(length=60), nullable=False),
    sa.Column('organisation_path', sa.String(length=64), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('captured_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('captured_text', sa.String(length=40), nullable=False),
    sa.Column('clock_offset_ms', sa.BigInteger(), nullable=False),
    sa.Column('received_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('position', app.database.PointColumn(geometry_type='POINT', srid=4326, dimension=2, from_text='ST_GeomFromEWKT', name='geometry'), nullable=True),
    sa.Column('accuracy_m', sa.Float(), nullable=True),
    sa.Column('zone_id', sa.Uuid(), nullable=True),
    sa.Column('zone_version_id', sa.Uuid(), nullable=True),
    sa.Column('zone_name', sa.String(length=80), nullable=True),
    sa.Column('zone_version', sa.Integer(), nullable=True),
    sa.Column('zone_certainty', sa.String(length=12), nullable=True),
    sa.Column('patrol_id', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('row', name=op.f('pk_capture')),
    sa.UniqueConstraint('id', name=op.f('uq_capture_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_capture_author_id', 'capture', ['author_id'], unique=False)
    op.create_index('ix_capture_path_captured_at', 'capture', ['organisation_path', 'captured_at'], unique=False)
    op.create_index(op.f('ix_capture_patrol_id'), 'capture', ['patrol_id'], unique=False)
    op.create_index('ix_capture_team_id', 'capture', ['team_id'], unique=False)
    op.create_table('change_log',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('change_id', sa.Uuid(), nullable=True),
    sa.Column('organisation_path', sa.String(length=64), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('author_id', sa.Uuid(), nullable=True),
    sa.Column('changed_by_id', sa.Uuid(), nullable=True),
    sa.Column('appended_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_change_log')),
    sa.UniqueConstraint('change_id', name=op.f('uq_change_log_change_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_change_log_appended_at', 'change_log', ['appended_at'], unique=False)
    op.create_index('ix_change_log_kind_seq', 'change_log', ['kind', 'seq'], unique=False)
    op.create_index('ix_change_log_record_id_revision', 'change_log', ['record_id', 'revision'], unique=False)
    op.create_index('uq_change_log_record_id_revision', 'change_log', ['record_id', 'revision'], unique=True,
    postgresql_where=sa.text('change_id IS NOT NULL'), sqlite_where=sa.text('change_id IS NOT NULL'))
    op.create_table('device',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('registered_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', app.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('revoked_reason', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device'))
    )
    op.create_table('epoch',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_epoch'))
    )
    op.create_table('held_change',
    sa.Column('change_id', sa.Uuid(), nullable=False),
    sa.Column('waits_for', sa.Uuid(), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('device_id', sa.String(length=64), nullable=False),
    sa.Column('received_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sent_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('item', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('change_id', name=op.f('pk_held_change'))
    )
    op.create_index(op.f('ix_held_change_author_id'), 'held_change', ['author_id'], unique=False)
    op.create_index(op.f('ix_held_change_record_id'), 'held_change', ['record_id'], unique=False)
    op.create_index(op.f('ix_held_change_waits_for'), 'held_change', ['waits_for'], unique=False)
    op.create_table('incident',
    sa.Column('type', sa.String(length=24), nullable=False),
    sa.Column('action', sa.String(length=24), nullable=False),
    sa.Column('has_keeper', sa.Boolean(), nullable=False),
    sa.Column('row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('author_name', sa.String(length=60), nullable=False),
    sa.Column('device_id', sa.String(length=64), nullable=False),
    sa.Column('organisation_id', sa.String(length=12), nullable=False),
    sa.Column('organisation_name', sa.String(length=60), nullable=False),
    sa.Column('organisation_path', sa.String(length=64), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('captured_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('captured_text', sa.String(length=40), nullable=False),
    sa.Column('clock_offset_ms', sa.BigInteger(), nullable=False),
    sa.Column('received_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('position', app.database.PointColumn(geometry_type='POINT', srid=4326, dimension=2, from_text='ST_GeomFromEWKT', name='geometry'), nullable=True),
    sa.Column('accuracy_m', sa.Float(), nullable=True),
    sa.Column('zone_id', sa.Uuid(), nullable=True),
    sa.Column('zone_version_id', sa.Uuid(), nullable=True),
    sa.Column('zone_name', sa.String(length=80), nullable=True),
    sa.Column('zone_version', sa.Integer(), nullable=True),
    sa.Column('zone_certainty', sa.String(length=12), nullable=True),
    sa.Column('patrol_id', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('row', name=op.f('pk_incident')),
    sa.UniqueConstraint('id', name=op.f('uq_incident_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_incident_author_id', 'incident', ['author_id'], unique=False)
    op.create_index('ix_incident_path_captured_at', 'incident', ['organisation_path', 'captured_at'], unique=False)
    op.create_index(op.f('ix_incident_patrol_id'), 'incident', ['patrol_id'], unique=False)
    op.create_index('ix_incident_team_id', 'incident', ['team_id'], unique=False)
    op.create_table('keeper',
    sa.Column('incident_id', sa.Uuid(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('organisation_path', sa.String(length=64), nullable=False),
    sa.Column('updated_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('incident_id', name=op.f('pk_keeper'))
    )
    op.create_index(op.f('ix_keeper_updated_at'), 'keeper', ['updated_at'], unique=False)
    op.create_table('kept_change',
    sa.Column('change_id', sa.Uuid(), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('base', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('device_id', sa.String(length=64), nullable=False),
    sa.Column('received_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('fields', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('change_id', name=op.f('pk_kept_change'))
    )
    op.create_index(op.f('ix_kept_change_record_id'), 'kept_change', ['record_id'], unique=False)
    op.create_table('organisation',
    sa.Column('id', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('level', sa.String(length=12), nullable=False),
    sa.Column('parent_id', sa.String(length=12), nullable=True),
    sa.Column('path', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['organisation.id'], name=op.f('fk_organisation_parent_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('path', name=op.f('uq_organisation_path'))
    )
    op.create_index(op.f('ix_organisation_parent_id'), 'organisation', ['parent_id'], unique=False)
    op.create_table('patrol',
    sa.Column('type', sa.String(length=12), nullable=False),
    sa.Column('started_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', app.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('author_name', sa.String(length=60), nullable=False),
    sa.Column('device_id', sa.String(length=64), nullable=False),
    sa.Column('organisation_id', sa.String(length=12), nullable=False),
    sa.Column('organisation_name', sa.String(length=60), nullable=False),
    sa.Column('organisation_path', sa.String(length=64), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('captured_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('captured_text', sa.String(length=40), nullable=False),
    sa.Column('clock_offset_ms', sa.BigInteger(), nullable=False),
    sa.Column('received_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('row', name=op.f('pk_patrol')),
    sa.UniqueConstraint('id', name=op.f('uq_patrol_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_patrol_author_id', 'patrol', ['author_id'], unique=False)
    op.create_index('ix_patrol_path_captured_at', 'patrol', ['organisation_path', 'captured_at'], unique=False)
    op.create_index('ix_patrol_team_id', 'patrol', ['team_id'], unique=False)
    op.create_table('persuasion',
    sa.Column('topic', sa.String(length=24), nullable=False),
    sa.Column('people_at_least', sa.Integer(), nullable=False),
    sa.Column('row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('author_name', sa.String(length=60), nullable=False),
    sa.Column('device_id', sa.String(length=64), nullable=False),
    sa.Column('organisation_id', sa.String(length=12), nullable=False),
    sa.Column('organisation_name', sa.String(length=60), nullable=False),
    sa.Column('organisation_path', sa.String(length=64), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('captured_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('captured_text', sa.String(length=40), nullable=False),
    sa.Column('clock_offset_ms', sa.BigInteger(), nullable=False),
    sa.Column('received_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('position', app.database.PointColumn(geometry_type='POINT', srid=4326, dimension=2, from_text='ST_GeomFromEWKT', name='geometry'), nullable=True),
    sa.Column('accuracy_m', sa.Float(), nullable=True),
    sa.Column('zone_id', sa.Uuid(), nullable=True),
    sa.Column('zone_version_id', sa.Uuid(), nullable=True),
    sa.Column('zone_name', sa.String(length=80), nullable=True),
    sa.Column('zone_version', sa.Integer(), nullable=True),
    sa.Column('zone_certainty', sa.String(length=12), nullable=True),
    sa.Column('patrol_id', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('row', name=op.f('pk_persuasion')),
    sa.UniqueConstraint('id', name=op.f('uq_persuasion_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_persuasion_author_id', 'persuasion', ['author_id'], unique=False)
    op.create_index('ix_persuasion_path_captured_at', 'persuasion', ['organisation_path', 'captured_at'], unique=False)
    op.create_index(op.f('ix_persuasion_patrol_id'), 'persuasion', ['patrol_id'], unique=False)
    op.create_index('ix_persuasion_team_id', 'persuasion', ['team_id'], unique=False)
    op.create_table('photo',
    sa.Column('row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('record_kind', sa.String(length=16), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('received', sa.BigInteger(), nullable=False),
    sa.Column('mime', sa.String(length=40), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('captured_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('captured_text', sa.String(length=40), nullable=False),
    sa.Column('created_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('completed_at', app.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('author_name', sa.String(length=60), nullable=False),
    sa.Column('device_id', sa.String(length=64), nullable=True),
    sa.Column('organisation_id', sa.String(length=12), nullable=False),
    sa.Column('organisation_name', sa.String(length=60), nullable=False),
    sa.Column('organisation_path', sa.String(length=64), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('row', name=op.f('pk_photo')),
    sa.UniqueConstraint('id', name=op.f('uq_photo_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_photo_author_id'), 'photo', ['author_id'], unique=False)
    op.create_index(op.f('ix_photo_created_at'), 'photo', ['created_at'], unique=False)
    op.create_index(op.f('ix_photo_record_id'), 'photo', ['record_id'], unique=False)
    op.create_table('sign_in_try',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('username', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_try'))
    )
    op.create_index(op.f('ix_sign_in_try_at'), 'sign_in_try', ['at'], unique=False)
    op.create_index(op.f('ix_sign_in_try_source'), 'sign_in_try', ['source'], unique=False)
    op.create_table('track',
    sa.Column('patrol_id', sa.Uuid(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('author_name', sa.String(length=60), nullable=False),
    sa.Column('device_id', sa.String(length=64), nullable=False),
    sa.Column('organisation_id', sa.String(length=12), nullable=False),
    sa.Column('organisation_name', sa.String(length=60), nullable=False),
    sa.Column('organisation_path', sa.String(length=64), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('captured_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('captured_text', sa.String(length=40), nullable=False),
    sa.Column('clock_offset_ms', sa.BigInteger(), nullable=False),
    sa.Column('received_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('row', name=op.f('pk_track')),
    sa.UniqueConstraint('id', name=op.f('uq_track_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_track_author_id', 'track', ['author_id'], unique=False)
    op.create_index('ix_track_path_captured_at', 'track', ['organisation_path', 'captured_at'], unique=False)
    op.create_index(op.f('ix_track_patrol_id'), 'track', ['patrol_id'], unique=False)
    op.create_index('ix_track_team_id', 'track', ['team_id'], unique=False)
    op.create_table('zone',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('level', sa.String(length=12), nullable=False),
    sa.Column('organisation_id', sa.String(length=12), nullable=False),
    sa.Column('organisation_path', sa.String(length=64), nullable=False),
    sa.Column('seat_id', sa.String(length=12), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_zone'))
    )
    op.create_index(op.f('ix_zone_organisation_id'), 'zone', ['organisation_id'], unique=False)
    op.create_table('person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('username', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('roles', sa.String(length=80), nullable=False),
    sa.Column('organisation_id', sa.String(length=12), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('must_change_password', sa.Boolean(), nullable=False),
    sa.Column('password_expires_at', app.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.Column('created_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', app.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_person_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('username', name=op.f('uq_person_username'))
    )
    op.create_index(op.f('ix_person_organisation_id'), 'person', ['organisation_id'], unique=False)
    op.create_table('team',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('organisation_id', sa.String(length=12), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_team_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team'))
    )
    op.create_index('ix_team_organisation_id_name', 'team', ['organisation_id', 'name'], unique=True)
    op.create_table('zone_version',
    sa.Column('row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('zone_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('announcement_id', sa.Uuid(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('boundary', geoalchemy2.types.Geometry(geometry_type='MULTIPOLYGON', srid=4326, dimension=2, from_text='ST_GeomFromEWKT', name='geometry', nullable=False), nullable=False),
    sa.Column('geojson', sa.Text(), nullable=False),
    sa.Column('published_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['announcement_id'], ['announcement.id'], name=op.f('fk_zone_version_announcement_id_announcement')),
    sa.ForeignKeyConstraint(['zone_id'], ['zone.id'], name=op.f('fk_zone_version_zone_id_zone')),
    sa.PrimaryKeyConstraint('row', name=op.f('pk_zone_version')),
    sa.UniqueConstraint('id', name=op.f('uq_zone_version_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_zone_version_valid_from'), 'zone_version', ['valid_from'], unique=False)
    op.create_index('ix_zone_version_zone_id_version', 'zone_version', ['zone_id', 'version'], unique=True)
    op.create_table('membership',
    sa.Column('team_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_membership_team_id_team')),
    sa.PrimaryKeyConstraint('team_id', 'person_id', name=op.f('pk_membership'))
    )
    op.create_index(op.f('ix_membership_person_id'), 'membership', ['person_id'], unique=False)
    op.create_table('sign_in',
    sa.Column('token_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('device_id', sa.String(length=64), nullable=True),
    sa.Column('csrf_token', sa.String(length=64), nullable=False),
    sa.Column('created_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', app.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', app.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_sign_in_device_id_device')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_person_id_person')),
    sa.PrimaryKeyConstraint('token_digest', name=op.f('pk_sign_in'))
    )
    op.create_index(op.f('ix_sign_in_device_id'), 'sign_in', ['device_id'], unique=False)
    op.create_index(op.f('ix_sign_in_person_id'), 'sign_in', ['person_id'], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FEED_TURN)
    else:
        drop_idle_triggers()


def downgrade() -> None:
    op.drop_index(op.f('ix_sign_in_person_id'), table_name='sign_in')
    op.drop_index(op.f('ix_sign_in_device_id'), table_name='sign_in')
    op.drop_table('sign_in')
    op.drop_index(op.f('ix_membership_person_id'), table_name='membership')
    op.drop_table('membership')
    op.drop_index('ix_zone_version_zone_id_version', table_name='zone_version')
    op.drop_index(op.f('ix_zone_version_valid_from'), table_name='zone_version')
    op.drop_table('zone_version')
    op.drop_index('ix_team_organisation_id_name', table_name='team')
    op.drop_table('team')
    op.drop_index(op.f('ix_person_organisation_id'), table_name='person')
    op.drop_table('person')
    op.drop_index(op.f('ix_zone_organisation_id'), table_name='zone')
    op.drop_table('zone')
    op.drop_index('ix_track_team_id', table_name='track')
    op.drop_index(op.f('ix_track_patrol_id'), table_name='track')
    op.drop_index('ix_track_path_captured_at', table_name='track')
    op.drop_index('ix_track_author_id', table_name='track')
    op.drop_table('track')
    op.drop_index(op.f('ix_sign_in_try_source'), table_name='sign_in_try')
    op.drop_index(op.f('ix_sign_in_try_at'), table_name='sign_in_try')
    op.drop_table('sign_in_try')
    op.drop_index(op.f('ix_photo_record_id'), table_name='photo')
    op.drop_index(op.f('ix_photo_created_at'), table_name='photo')
    op.drop_index(op.f('ix_photo_author_id'), table_name='photo')
    op.drop_table('photo')
    op.drop_index('ix_persuasion_team_id', table_name='persuasion')
    op.drop_index(op.f('ix_persuasion_patrol_id'), table_name='persuasion')
    op.drop_index('ix_persuasion_path_captured_at', table_name='persuasion')
    op.drop_index('ix_persuasion_author_id', table_name='persuasion')
    op.drop_table('persuasion')
    op.drop_index('ix_patrol_team_id', table_name='patrol')
    op.drop_index('ix_patrol_path_captured_at', table_name='patrol')
    op.drop_index('ix_patrol_author_id', table_name='patrol')
    op.drop_table('patrol')
    op.drop_index(op.f('ix_organisation_parent_id'), table_name='organisation')
    op.drop_table('organisation')
    op.drop_index(op.f('ix_kept_change_record_id'), table_name='kept_change')
    op.drop_table('kept_change')
    op.drop_index(op.f('ix_keeper_updated_at'), table_name='keeper')
    op.drop_table('keeper')
    op.drop_index('ix_incident_team_id', table_name='incident')
    op.drop_index(op.f('ix_incident_patrol_id'), table_name='incident')
    op.drop_index('ix_incident_path_captured_at', table_name='incident')
    op.drop_index('ix_incident_author_id', table_name='incident')
    op.drop_table('incident')
    op.drop_index(op.f('ix_held_change_waits_for'), table_name='held_change')
    op.drop_index(op.f('ix_held_change_record_id'), table_name='held_change')
    op.drop_index(op.f('ix_held_change_author_id'), table_name='held_change')
    op.drop_table('held_change')
    op.drop_table('epoch')
    op.drop_table('device')
    op.drop_index('uq_change_log_record_id_revision', table_name='change_log')
    op.drop_index('ix_change_log_record_id_revision', table_name='change_log')
    op.drop_index('ix_change_log_kind_seq', table_name='change_log')
    op.drop_index('ix_change_log_appended_at', table_name='change_log')
    op.drop_table('change_log')
    op.drop_index('ix_capture_team_id', table_name='capture')
    op.drop_index(op.f('ix_capture_patrol_id'), table_name='capture')
    op.drop_index('ix_capture_path_captured_at', table_name='capture')
    op.drop_index('ix_capture_author_id', table_name='capture')
    op.drop_table('capture')
    op.drop_index(op.f('ix_audit_entry_subject_id'), table_name='audit_entry')
    op.drop_index(op.f('ix_audit_entry_organisation_path'), table_name='audit_entry')
    op.drop_index(op.f('ix_audit_entry_actor_id'), table_name='audit_entry')
    op.drop_index(op.f('ix_audit_entry_action'), table_name='audit_entry')
    op.drop_table('audit_entry')
    op.drop_table('announcement')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION feed_turn()")
