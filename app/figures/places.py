"""The ways of dividing a branch: what lies directly below it, its zones, its teams; each with its numbers in the snapshot."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
import sqlalchemy as sa

from app.database import db, id_text
from app.errors import NotFound
from app.figures.measures import Rows
from app.maps.snapshot.live import Snapshot
from app.organisations.models import Organisation, Team
from app.zones.models import Zone


@dataclass(frozen=True)
class Place:
    id: str
    name: str
    numbers: tuple[int, ...]
    path: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a board, or all of it. `exact`: only what belongs to the organisation itself and to none below it."""

    path: str = "/"
    exact: bool = False
    team_id: UUID | None = None
    place: Organisation | None = None

    @classmethod
    def of_place(cls, place: Place, root: Organisation) -> "Line":
        return cls(place.path, exact=place.path == root.path)

    def holds(self, path: str, team_id: UUID | None) -> bool:
        here = path == self.path if self.exact else path.startswith(self.path)
        return here and self.team_id in (None, team_id)


def line_of(root: Organisation, place_id: str | None, team_id: UUID | None) -> Line:
    """By what a line of the board of `root` names. Raises NotFound for a place that is not directly below it."""
    if place_id is None:
        return Line(team_id=team_id)
    node = root if place_id == root.id else db.session.get(Organisation, place_id)
    if node is None or (node is not root and node.parent_id != root.id):
        raise NotFound
    return Line(node.path, exact=node is root, team_id=team_id, place=node)


def below(found: Snapshot, root: Organisation) -> list[Place]:
    """The organisations directly below `root` in the order of their codes, and itself for what belongs to none of them."""
    children = db.session.scalars(
        sa.select(Organisation).where(Organisation.parent_id == root.id).order_by(Organisation.path)
    )
    words = list(enumerate(found.words["organisation"].values))
    places = [
        Place(child.id, child.name, tuple(at for at, path in words if str(path).startswith(child.path)), child.path)
        for child in children
    ]
    own = tuple(at for at, path in words if path == root.path)
    return [*places, Place(root.id, root.name, own, root.path)]


def zones(found: Snapshot, some: Rows) -> list[Place]:
    """Those in which something was recorded."""
    names = _names(Zone)
    return sorted(_named(found, some, "zone", names), key=lambda place: place.name)


def teams(found: Snapshot, some: Rows, walked: set[UUID]) -> list[Place]:
    """Those that recorded something or walked."""
    names = _names(Team)
    places = _named(found, some, "team", names)
    known = {place.id for place in places}
    named = {str(UUID(team)): name for team, name in names.items()}
    more = [Place(one, named[one], ()) for one in map(str, walked) if one in named and one not in known]
    return sorted([*places, *more], key=lambda place: place.name)


def _names(model: type[Zone | Team]) -> dict[str | None, str]:
    """By ids as the database writes them, and so does the snapshot."""
    return dict(db.session.execute(sa.select(id_text(model.id), model.name)).all())


def _named(found: Snapshot, some: Rows, column: str, names: dict[str | None, str]) -> list[Place]:
    numbers = np.flatnonzero(np.bincount(some.columns[column])).tolist()
    ids = found.words[column].values
    return [Place(str(UUID(ids[one])), names[ids[one]], (one,)) for one in numbers if ids[one] in names]
