"""Which of the many coordinate systems an office of this branch is likely to use: told by where its counties lie."""

import shapely

from app.accounts.scope import Actor
from app.organisations import outlines
from app.organisations import queries as organisations
from geo.systems import DEGREES, is_local, systems


def likely(by: Actor) -> set[str]:
    """Codes; only those in degrees where nobody knows the county's outline."""
    known = outlines.polygons()
    own = [known[one.id] for one in organisations.by_ids(set(known)).values() if _shares_branch(one.path, by)]
    if not own:
        return set(DEGREES)
    west, _, east, _ = shapely.total_bounds(own)
    return {one.code for one in systems() if is_local(one, west, east)}


def _shares_branch(path: str, by: Actor) -> bool:
    return path.startswith(by.organisation_path) or by.organisation_path.startswith(path)
