"""the box around the points of a track stands beside them"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"
branch_labels = None
depends_on = None

BOX = ("south", "west", "north", "east")
INDEX = "ix_track_box"
AT_ONCE = 500


def upgrade() -> None:
    for name in BOX:
        op.add_column("track", sa.Column(name, sa.Double(), nullable=True))
    fill(op.get_bind())
    op.create_index(INDEX, "track", ["south", "north", "west", "east", "captured_at", "row"])


def fill(connection: sa.Connection) -> None:
    track = sa.table("track", *map(sa.column, ("row", "data", *BOX)))
    query = sa.select(track.c.row, track.c.data).order_by(track.c.row).limit(AT_ONCE)
    values = {name: sa.bindparam(f"to_{name}") for name in BOX}
    update = sa.update(track).where(track.c.row == sa.bindparam("of")).values(**values)
    last = 0
    while some := connection.execute(query.where(track.c.row > last)).all():
        last = some[-1].row
        given = [{"of": one.row, **box} for one in some if (box := box_of(one.data))]
        if given:
            connection.execute(update, given)


def box_of(data: str) -> dict[str, float]:
    points = json.loads(data).get("points") or []
    if not points:
        return {}
    lons, lats = ([float(point[name]) for point in points] for name in ("lon", "lat"))
    return {"to_south": min(lats), "to_west": min(lons), "to_north": max(lats), "to_east": max(lons)}


def downgrade() -> None:
    op.drop_index(INDEX, table_name="track")
    for name in BOX:
        op.drop_column("track", name)
