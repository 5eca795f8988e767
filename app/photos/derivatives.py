"""Derivatives off the request's path: one thread a process makes them after an upload. It survives nothing and need not:
what is missing when somebody looks is made then."""

import contextlib
import os
import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import structlog

from app.errors import Unavailable
from app.photos import images
from app.photos.errors import NotAPhoto
from app.photos.storage import Folder

log = structlog.get_logger()

Job = tuple[Folder, UUID]

WAIT_S = 8.0
_decoding = threading.BoundedSemaphore(1)
"""One picture at a time: a HEIC of 12 MP takes 300 MB."""
_looking = threading.BoundedSemaphore(4)
"""Requests that may wait for a picture, so that the others find a thread."""
_jobs: queue.Queue[Job] = queue.Queue(maxsize=64)
_starting = threading.Lock()
_workers: dict[int, threading.Thread] = {}


def later(folder: Folder, photo_id: UUID) -> None:
    """Make the derivatives of a photo soon; not at all when there is too much to do."""
    with contextlib.suppress(queue.Full):
        _jobs.put_nowait((folder, photo_id))
    with _starting:
        if os.getpid() not in _workers:  # a fork inherits the dict but no thread
            _workers[os.getpid()] = threading.Thread(target=_work, name="derivatives", daemon=True)
            _workers[os.getpid()].start()


def idle() -> None:
    """Return when nothing waits any more."""
    _jobs.join()


def _work() -> None:
    with contextlib.suppress(OSError):  # requests first; Linux knows threads here
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
    while True:
        folder, photo_id = _jobs.get()
        try:
            with _decoding:
                _make(folder, photo_id)
        except Exception:  # the next one must not suffer; whoever looks at this one meets the error again
            log.warning("derivatives", photo=str(photo_id), exc_info=True)
        finally:
            _jobs.task_done()


def derivative(folder: Folder, photo_id: UUID, size: int) -> Path:
    """The file of a derivative, made now when it is missing. Raises NotAPhoto or Unavailable."""
    path = folder.derivative(photo_id, size)
    if not path.exists():
        with decoding():
            _make(folder, photo_id)
    if path.stat().st_size == 0:
        raise NotAPhoto
    return path


@contextlib.contextmanager
def decoding() -> Iterator[None]:
    """The turn to decode a picture for somebody who waits for it. Raises Unavailable when many do, or it takes too long."""
    if not _looking.acquire(blocking=False):
        raise Unavailable
    try:
        if not _decoding.acquire(timeout=WAIT_S):
            raise Unavailable
        try:
            yield
        finally:
            _decoding.release()
    finally:
        _looking.release()


def _make(folder: Folder, photo_id: UUID) -> None:
    """Write all derivatives; empty files for what is no picture, so that it is decoded in vain only once."""
    if all(folder.derivative(photo_id, size).exists() for size in images.SIZES):
        return
    try:
        found = images.derivatives(folder.original(photo_id))
    except NotAPhoto:
        found = dict.fromkeys(images.SIZES, b"")
    for size, data in found.items():
        folder.write_derivative(photo_id, size, data)
