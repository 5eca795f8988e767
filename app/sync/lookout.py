"""What lies beside the records of a push: nearly always nothing, so one statement looks for all of it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.changes import holding
from app.database import run
from app.evidence import operations as evidence
from app.quarantine import operations as quarantine


@dataclass(frozen=True)
class Lookout:
    held: bool
    """Changes of anybody wait for something."""
    signed: bool
    """What phones signed came before, with changes that are applied only now."""
    quarantined: bool
    """Items of the author lie in quarantine."""


LOOK = sa.select(
    holding.ANY_HELD.exists().label("held"),
    evidence.CAME_WITH.exists().label("signed"),
    quarantine.ANY_OPEN.exists().label("quarantined"),
)


def look(applied: Collection[Any], author_id: UUID) -> Lookout:
    """`applied` are the changes that a push brought into records just now."""
    found = run(LOOK, change_ids=list(applied), author=author_id).one()
    return Lookout(found.held, found.signed, found.quarantined)
