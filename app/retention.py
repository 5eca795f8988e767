"""Deleting what has had its time, one kind of thing after the other: what cannot be done stops nothing else."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from app.audit import operations as audit
from app.changes import operations as changes
from app.config import Settings
from app.database import db
from app.errors import facts_of
from app.evidence import operations as evidence
from app.incidents import keepers
from app.organisations.queries import county_path
from app.patrols import operations as patrols
from app.photos import filing, sweeping
from app.photos.storage import Folder
from app.quarantine import operations as quarantine
from app.sync import releasing
from app.sync.schemas import KINDS

log = structlog.get_logger()


@dataclass(frozen=True)
class Gone:
    """What one task has deleted: where each thing belonged, the rows that the log is owed, and what had to stay."""

    paths: Sequence[str] = ()
    logged: Sequence[dict[str, Any]] = ()
    sealed_otherwise: int = 0


@dataclass
class Report:
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def keepers_before(settings: Settings, at: datetime) -> datetime:
    return at - timedelta(days=settings.keeper_retention_days)


def tracks_before(settings: Settings, at: datetime) -> datetime:
    return at - timedelta(days=settings.track_retention_days)


def forget_tracks(settings: Settings, at: datetime) -> Gone:
    rows = patrols.forget_tracks(tracks_before(settings, at), at=at)
    return Gone([row["organisation_path"] for row in rows], rows)


def forget_held_keepers(settings: Settings, at: datetime) -> Gone:
    return Gone(sealed_otherwise=releasing.forget_keepers(keepers_before(settings, at), settings.field_key))


def forget_held_tracks(settings: Settings, at: datetime) -> Gone:
    releasing.forget_tracks(tracks_before(settings, at))
    return Gone()


def forget_sides(settings: Settings, at: datetime) -> Gone:
    changes.forget_sides(keepers_before(settings, at), KINDS.keys() - {"track"})
    changes.forget_sides(tracks_before(settings, at), {"track"})
    return Gone()


def give_up_evidence(_settings: Settings, at: datetime) -> Gone:
    """Verdicts that wait for what does not come any more are final."""
    evidence.give_up(at=at)
    return Gone()


TASKS: dict[str, Callable[[Settings, datetime], Gone]] = {
    "keepers": lambda settings, at: Gone(keepers.forget(keepers_before(settings, at))),
    "tracks": forget_tracks,
    "held_keepers": forget_held_keepers,
    "held_tracks": forget_held_tracks,
    "sides": forget_sides,
    "evidence": give_up_evidence,
    "settled": lambda settings, at: Gone(quarantine.forget_settled(at - timedelta(days=settings.quarantine_days))),
    "uploads": lambda settings, at: Gone(sweeping.sweep(Folder(settings.photo_dir), at - filing.ABANDONED)),
}


def run(settings: Settings, at: datetime) -> Report:
    """Every task, each with its own commit."""
    report = Report()
    for name, task in TASKS.items():
        try:
            gone = task(settings, at)
            tell(name, gone, at)
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            log.error("retention", task=name, **facts_of(error, with_message=False))
            report.faults.append(f"{name}: not done, see the log")
            continue
        report.counts[name] = len(gone.paths)
        if gone.sealed_otherwise:
            report.faults.append(f"{name}: {gone.sealed_otherwise} stay, because this FIELD_KEY does not open them")
    return report


def tell(name: str, gone: Gone, at: datetime) -> None:
    """An entry for each county, so that its administrators read it; and the phones that have it learn of it."""
    for county, number in sorted(Counter(map(county_path, gone.paths)).items()):
        detail: Any = {name: number}
        audit.record("retention", by=None, at=at, branch=county, **detail)
    changes.append(gone.logged)
