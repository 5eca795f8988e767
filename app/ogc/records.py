"""Incidents and captures as features: chosen in the snapshot, read from the database once and then kept as text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.database import db, one_of
from app.errors import NotFound
from app.incidents.models import Incident
from app.maps.choosing import Wish, minute_of, sieve
from app.maps.sieves import Sieve
from app.maps.snapshot.fields import ids_of
from app.maps.snapshot.live import Live, Snapshot
from app.maps.snapshot.parts import Part, Rows
from app.ogc import texts, walking
from app.ogc.pages import Page
from app.ogc.parameters import Asked, Span
from app.ogc.texts import Kept
from app.strays.models import Capture
from geo.morton import NOWHERE, SIDE, degrees, halves

MODELS: dict[str, Any] = {"incident": Incident, "capture": Capture}
MINUTE = timedelta(minutes=1)
LAST_YEAR = 9999


@dataclass(frozen=True)
class Records:
    """A collection of records of one kind."""

    kind: str
    live: Live
    kept: Kept

    def page(self, actor: Actor, asked: Asked) -> Page:
        found = self.live.now()
        chosen = self._sieve(found, actor, asked.span)
        if asked.span is None and asked.boxes is None:
            known = (found.epoch, found.base_seq, actor.scope_digest, "features", self.kind)
            of_base = self.live.remembered(known, lambda: len(chosen.chosen(found.base, None)))
            matched = walking.matching(found, chosen, of_base)
            step = walking.step_of_all(found, chosen, matched, asked.cursor, asked.limit)
        else:
            rows = walking.all_rows(found, chosen, asked.boxes)
            if asked.span is not None:
                rows = [self._exact(part, some, asked.span) for (part, _), some in zip(found.parts, rows, strict=True)]
            step = walking.step(found, rows, asked.cursor, asked.limit)
        features = self.kept.of(self.kind, found, step.ids, step.row, lambda ids: self._visible(actor, ids))
        return Page(step.matched, features, str(step.ids[-1]) if step.more else None)

    def _visible(self, actor: Actor, ids: Sequence[UUID]) -> set[UUID]:
        model = MODELS[self.kind]
        query = sa.select(model.id).where(visible(model, actor, self.kind))
        return set(db.session.scalars(query.where(one_of(model.id, ids))))

    def item(self, actor: Actor, record_id: UUID) -> bytes:
        """Raises NotFound."""
        model = MODELS[self.kind]
        there = sa.select(model.id).where(model.id == record_id, model.deleted.is_(False))
        if db.session.scalar(there.where(visible(model, actor, self.kind))) is None:
            raise NotFound
        (feature,) = texts.made(self.kind, [record_id]).values()
        return feature

    def extent(self, actor: Actor) -> list[float] | None:
        """West, south, east, north of all there is to see."""
        found = self.live.now()
        rows = walking.all_rows(found, self._sieve(found, actor, None), None)
        keys = np.concatenate([part["key"][some] for (part, _), some in zip(found.parts, rows, strict=True)])
        keys = keys[keys < NOWHERE]
        if not len(keys):
            return None
        x, y = halves(keys)
        lon, lat = degrees(np.array([x.min(), x.max() + 1]) / SIDE, np.array([y.max() + 1, y.min()]) / SIDE)
        return [float(value) for value in (lon[0], lat[0], lon[1], lat[1])]

    def _sieve(self, found: Snapshot, actor: Actor, span: Span | None) -> Sieve:
        """By whole minutes: what the snapshot knows of time."""
        since = span.since.replace(second=0, microsecond=0) if span and span.since else None
        until = span.until.replace(second=0, microsecond=0) if span and span.until else None
        until = until + MINUTE if until and until.year < LAST_YEAR else None
        return sieve(found, actor, Wish(kinds=frozenset({self.kind}), since=since, until=until))

    def _exact(self, part: Part, rows: Rows, span: Span) -> Rows:
        """Without those of the first and the last minute that are not inside to the second."""
        edges = [minute_of(edge) for edge in (span.since, span.until) if edge]
        doubtful = rows[np.isin(part["minute"][rows], edges)]
        if not len(doubtful):
            return rows
        ids = ids_of(part["high"][doubtful], part["low"][doubtful])
        good = set(self._inside(ids, span))
        wrong = [row for row, record_id in zip(doubtful.tolist(), ids, strict=True) if record_id not in good]
        return np.setdiff1d(rows, wrong)

    def _inside(self, ids: list[UUID], span: Span) -> Iterable[UUID]:
        model = MODELS[self.kind]
        query = sa.select(model.id)
        if span.since:
            query = query.where(model.captured_at >= span.since)
        if span.until:
            query = query.where(model.captured_at <= span.until)
        return db.session.scalars(query.where(one_of(model.id, ids)))
