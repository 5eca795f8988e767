"""What was recorded on a patrol."""

from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.incidents.models import Incident, Persuasion
from app.strays.models import Capture


def recorded_on(patrol_id: UUID) -> frozenset[UUID]:
    """The records that name it, whoever may read them: the sieve knows who asks."""
    models = (Incident, Persuasion, Capture)
    queries = (sa.select(model.id).where(model.patrol_id == patrol_id, model.deleted.is_(False)) for model in models)
    return frozenset(record_id for query in queries for record_id in db.session.scalars(query))
