"""The raw limits of this machine: what no program on top of the same libraries can beat."""

import io
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from PIL import Image

from tests.bench.samples import SIZE, bodies

SECONDS = 4.0


def timed(
    name: str, work: Callable[[int], None], units: int, unit: str, workers: int = 1, side: str = "raw limit"
) -> dict[str, object]:
    """`work(worker)` again and again for a few seconds by each worker: rate, median and p95."""
    took: list[float] = []
    deadline = time.perf_counter() + SECONDS

    def loop(worker: int) -> None:
        while (began := time.perf_counter()) < deadline:
            work(worker)
            took.append(time.perf_counter() - began)

    began = time.perf_counter()
    threads = [threading.Thread(target=loop, args=(worker,)) for worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "measure": name,
        "side": side,
        "clients": workers,
        "rate": round(len(took) * units / (time.perf_counter() - began), 1),
        "unit": f"{unit}/s",
        "median_ms": round(statistics.median(took) * 1000, 2),
        "p95_ms": round(sorted(took)[int(0.95 * len(took))] * 1000, 2),
        "requests": len(took),
        "faults": {},
    }


def sqlite_transactions() -> dict[str, object]:
    """100 rows a transaction, synchronous=FULL, one table, no index but the key."""
    rows = bodies(SIZE)
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "raw.db", isolation_level=None, check_same_thread=False)
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE record (id INTEGER PRIMARY KEY, body TEXT)"
        )

        def transaction(_worker: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO record (body) VALUES (?)", [(row,) for row in rows])
            connection.execute("COMMIT")

        figures = timed(f"transactions of {SIZE} rows, SQLite", transaction, SIZE, "records")
        connection.close()
    return figures


def postgres_transactions(url: str, workers: int) -> dict[str, object]:
    """100 rows a transaction by COPY, fsync on."""
    rows = bodies(SIZE)
    connections = [psycopg.connect(url) for _ in range(workers)]
    connections[0].execute("CREATE TABLE IF NOT EXISTS raw_record (id bigserial PRIMARY KEY, body text)")
    connections[0].commit()

    def transaction(worker: int) -> None:
        with connections[worker].cursor() as cursor, cursor.copy("COPY raw_record (body) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row,))
        connections[worker].commit()

    figures = timed(f"transactions of {SIZE} rows, PostgreSQL", transaction, SIZE, "records", workers)
    connections[0].execute("DROP TABLE raw_record")
    connections[0].commit()
    for connection in connections:
        connection.close()
    return figures


def pillow_draft(photo: bytes) -> dict[str, object]:
    """Both sizes by Pillow's draft decoding, written as JPEG, and nothing else."""

    def derive(_worker: int) -> None:
        with Image.open(io.BytesIO(photo)) as image:
            for size in (1280, 320):
                image.thumbnail((size, size))
                image.save(io.BytesIO(), "JPEG", quality=82)

    return timed("derivatives of a 12 MP photo", derive, 1, "photos")
