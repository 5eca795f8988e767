"""What the database and the disk hold after a fault, against what phones were told."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.engines import sqlite_module
from tests.databases import Place
from tests.faults.line import Crowd

KINDS = ("patrol", "incident")


def check(place: Place, crowd: Crowd) -> None:
    """Everything acknowledged is there once; no record without its change, no change without its record."""
    assert not crowd.faults, crowd.faults
    options: dict[str, Any] = {"module": sqlite_module()} if place.url.startswith("sqlite") else {}
    engine = sa.create_engine(place.url, poolclass=sa.NullPool, **options)
    with engine.connect() as connection:
        logged = [str(row[0]) for row in connection.execute(
            sa.text("SELECT change_id FROM change_log WHERE kind IN ('patrol', 'incident')"), )]  # fmt: skip
        records = [row[0] for kind in KINDS for row in connection.execute(sa.text(f"SELECT id FROM {kind}"))]
        halves = sum(connection.execute(sa.text(
            f"SELECT count(*) FROM {kind} WHERE id NOT IN (SELECT record_id FROM change_log WHERE kind = '{kind}')"
        )).scalar_one() for kind in KINDS)  # fmt: skip
        photos = {plain(row[0]): row[1] for row in connection.execute(sa.text("SELECT id, state FROM photo"))}
    assert len(logged) == len(set(logged))
    assert crowd.acknowledged
    assert {plain(change) for change in crowd.acknowledged} <= {plain(change) for change in logged}
    assert {plain(record) for record in crowd.records} <= {plain(record) for record in records}
    assert halves == 0
    assert len(records) == len(logged)
    check_photos(place.data_dir / "photos", crowd, photos)


def plain(name: object) -> str:
    return str(name).replace("-", "")


def check_photos(root: Path, crowd: Crowd, states: dict[str, str]) -> None:
    assert crowd.photos
    for photo_id, photo in crowd.photos.items():
        assert states[plain(photo_id)] == "complete"
        (path,) = root.rglob(f"{photo_id}.orig")
        assert path.read_bytes() == photo
