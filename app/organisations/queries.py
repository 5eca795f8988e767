"""Reading the tree."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from app.database import db, prefix_range
from app.errors import NotFound
from app.organisations.models import Organisation, Team


def find(organisation_id: str) -> Organisation | None:
    return db.session.get(Organisation, organisation_id)


def by_ids(ids: Iterable[str]) -> dict[str, Organisation]:
    wanted = list(set(ids))
    if not wanted:
        return {}
    return {node.id: node for node in db.session.scalars(sa.select(Organisation).where(Organisation.id.in_(wanted)))}


def names() -> dict[str, str]:
    """The name of every node."""
    return dict(db.session.execute(sa.select(Organisation.id, Organisation.name)).all())


def team_names() -> dict[UUID, str]:
    """The name of every team, also of those that are no more."""
    return dict(db.session.execute(sa.select(Team.id, Team.name)).all())


def within(branch: str, organisation_id: str) -> Organisation:
    """The node when it lies in the branch with path `branch`. Raises NotFound."""
    node = find(organisation_id)
    if node is None or not node.path.startswith(branch):
        raise NotFound("unknown_organisation")
    return node


def search(
    branch: str, *, under: str | None = None, level: str | None = None, text: str | None = None, limit: int = 100
) -> list[Organisation]:
    """Nodes of a branch in code order: all, or direct and indirect children of `under`, by level and by part of the name."""
    query = sa.select(Organisation).where(prefix_range(Organisation.path, branch))
    if under:
        query = query.where(Organisation.path.contains(f"/{under}/", autoescape=True))
    if level:
        query = query.where(Organisation.level == level)
    if text:
        query = query.where(Organisation.name.contains(text, autoescape=True))
    return list(db.session.scalars(query.order_by(Organisation.path).limit(limit)))


def county_path(path: str) -> str:
    """The part of a path down to the county; shorter paths as they are. `/330400/330402/330402001/` → `/330400/330402/`."""
    parts = path.strip("/").split("/")
    return "/" + "/".join(parts[:2]) + "/"


def county_of(path: str) -> Organisation | None:
    parts = path.strip("/").split("/")
    return find(parts[1]) if len(parts) > 1 else None


def teams(branch: str, *, name: str | None = None, after: Team | None = None, limit: int | None = None) -> list[Team]:
    """Teams of a branch by place and name; `after` is the last one of the page before."""
    query = sa.select(Team).join(Team.organisation).where(prefix_range(Organisation.path, branch))
    if name:
        query = query.where(Team.name == name)
    if after:
        query = query.where(sa.tuple_(Organisation.path, Team.name) > sa.tuple_(after.organisation.path, after.name))
    return list(db.session.scalars(query.order_by(Organisation.path, Team.name).limit(limit)))
