"""Which life of the data this is, and noticing that it is another one than before.

A restore brings back an older state, whoever does it and by whatever tool: phones must then read anew and send again what
was lost. So the epoch stands in the database and, with how far the log had come, beside it in a file of this server's own.
A state that is not a continuation of what the file knows is a restored one, and gets a new epoch.
"""

import contextlib
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
import structlog

from app.changes import queries
from app.changes.models import Epoch, PastEpoch
from app.changes.queries import Life
from app.database import db, writing

log = structlog.get_logger()
REST_S = 2.0
"""So late at most the file is brought up to date with the log's end, and so often."""


@dataclass(frozen=True)
class Seen:
    """A life of the data, and how far its log had come at least."""

    id: str
    top: int


def ensure(at: datetime) -> None:
    """Give a new database its first epoch."""
    if queries.life() is None:
        db.session.add(Epoch(id=str(uuid4()), cursor_key=secrets.token_hex(16), begun_at=at))
        db.session.flush()


def succeed(life: Life, also: set[str], at: datetime) -> bool:
    """Begin a new epoch after `life`; False when somebody else just has. `also` are other lives that end here."""
    new = sa.update(Epoch).where(Epoch.id == life.id).values(id=str(uuid4()), begun_at=at)
    if not db.session.connection().execute(new).rowcount:
        return False
    known = set(db.session.scalars(sa.select(PastEpoch.id)))
    db.session.add_all(PastEpoch(id=each, ended_at=at) for each in sorted(({life.id} | also) - known))
    db.session.flush()
    return True


class Watch:
    """What this process knows of the epoch, and the file beside the database. Cheap as long as all is as it was."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.path, self.clock = path, clock
        self.lock = threading.Lock()
        self.seen: Seen | None = None
        self.written = Seen("", 0)
        self.soon: threading.Timer | None = None

    def life(self) -> Life | None:
        """The life of the data now, a new one where it is not what it was; None in a database that is not migrated.

        For the beginning of a request: where something is noticed, the open transaction ends.
        """
        seen, life = self.seen, queries.life()
        if life is None:
            return None
        if seen is None or life.id != seen.id or life.top < seen.top:
            return self.settle()
        self.note(life.id, life.top)
        return life

    def grew(self, life: Life, changes: int) -> None:
        """So many different changes were logged and committed since `life` was read: the log ends that far beyond it at
        least."""
        if self.seen and self.seen.id == life.id:
            self.note(life.id, life.top + changes)

    def settle(self, *, lost: Life | None = None) -> Life:
        """Look closely, with the turn to write. `lost`: somebody proved that of this life something is missing."""
        db.session.rollback()  # who waits for the lock must not have the turn
        with self.lock, writing():
            life = queries.life()
            assert life is not None
            before = [each for each in (self.seen, self.read()) if each]
            if (lost and lost.id == life.id) or any(self.broken(each, life) for each in before):
                life = self.renew(life, {each.id for each in before})
        self.seen = Seen(life.id, life.top)
        self.write(self.seen)
        return life

    @staticmethod
    def broken(before: Seen, life: Life) -> bool:
        """Whether `life` is no continuation of what was seen before."""
        if before.id == life.id:
            return life.top < before.top
        return not queries.continues(before.id)

    def renew(self, life: Life, also: set[str]) -> Life:
        if succeed(life, also, self.clock()):
            log.warning("new_epoch", before=life.id, log_end=life.top)
        after = queries.life()
        assert after is not None
        return after

    # ---------------------------------------------------------------- the file
    def note(self, epoch: str, top: int) -> None:
        self.seen = Seen(epoch, top)
        if self.seen != self.written and self.soon is None:
            self.soon = threading.Timer(REST_S, self.catch_up)
            self.soon.daemon = True
            self.soon.start()

    def catch_up(self) -> None:
        """Write what was seen and not written yet: a while after the first change, and when the process ends."""
        self.soon = None
        seen, there = self.seen, self.read()
        if seen and seen != self.written and not (there and there.id == seen.id and there.top >= seen.top):
            self.write(seen)  # else another process has seen more

    def read(self) -> Seen | None:
        """What the file says; None when there is none, or none that can be read: then the database is believed."""
        with contextlib.suppress(OSError, ValueError):
            epoch, top = self.path.read_text(encoding="ascii").split()
            return Seen(epoch, int(top))
        return None

    def write(self, seen: Seen) -> None:
        """All of it or nothing. A full disk stops no request: the database knows which epochs came before."""
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            draft.write_text(f"{seen.id} {seen.top}\n", encoding="ascii")
            draft.replace(self.path)
            self.written = seen
        except OSError as error:
            log.warning("epoch_file_not_written", path=str(self.path), error=str(error))
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
