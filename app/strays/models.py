"""Strays (流浪犬): the field side, a capture."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.changes.models import FieldRecord, Located, PatrolChild, Reviewed
from app.database import Base

METHODS = ["trap_cage", "net", "lead", "anaesthesia", "seen_only", "other"]
CONDITIONS = ["unremarkable", "injured", "ill", "has_bitten", "dead"]


class Capture(FieldRecord, Located, Reviewed, PatrolChild, Base):
    """捕捉, or a stray that was seen and reported (method seen_only)."""

    __tablename__ = "capture"

    count: Mapped[int] = mapped_column(sa.Integer)
    method: Mapped[str] = mapped_column(sa.String(16))
    condition: Mapped[str | None] = mapped_column(sa.String(16))
