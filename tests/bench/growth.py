"""What a supervisor's map costs as the table grows: tiles, counts, list and boxes over years of 10 thousand to 10 million records.

    python -m tests.bench.growth FOLDER [RECORDS …]     (10 million: half an hour and 11 GB on SpatiaLite; FOLDER keeps them)

On SpatiaLite, or with TEST_POSTGIS_URL on PostGIS. One client, filters on, nothing from a cache of tiles.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.__main__ import new_database
from tests.bench.driver import Load, measure
from tests.bench.map_bench import figures, fill, first_pages, loads, memory_mb, page_loads, places
from tests.bench.own import Signed
from tests.bench.year import SUPERVISOR
from tests.e2e.server import serving
from tests.program import prepare_demo

SIZES = (10_000, 100_000, 1_000_000)
SPOTS = 2_000


def data_of(folder: Path, records: int) -> tuple[Path, dict[str, str]]:
    """A year of so many records, kept from an earlier run or made now."""
    url, name = os.environ.get("TEST_POSTGIS_URL"), f"growth_{records}"
    kept = folder / (f"postgis-{records}" if url else f"spatialite-{records}")
    more = {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"} if url else {}
    if not kept.exists():
        if url:
            new_database(url, name)
        making = kept.with_suffix(".making")
        prepare_demo(making, **more)
        fill(making, records, **more)
        making.rename(kept)
    return kept, more


def single(who: Signed, spots: list[tuple[float, float]]) -> Iterator[Load]:
    for load in [*loads(who, "ours", spots), *figures(who, "ours")]:
        if load.clients == 1:
            yield load


def told(folder: Path, records: int) -> dict[str, str]:
    """By measure: median / p95 in ms."""
    data_dir, more = data_of(folder, records)
    spots = places(data_dir, SPOTS, **more)
    with serving(data_dir, **more, SIGN_IN_TRIES="1000") as server:
        who = Signed(server, SUPERVISOR)
        _, paths = first_pages(who, "ours")
        asked = [*single(who, spots), *(load for load in page_loads(who, "ours", paths) if load.clients == 1)]
        rows: list[dict[str, Any]] = [result.row() for result in measure(asked, rounds=1)]
        found = {row["measure"]: f"{row['median_ms']:.1f} / {row['p95_ms']:.1f}" for row in rows}
        return found | {"own memory of each worker, MB": " ".join(map(str, memory_mb(server)))}


def main() -> None:
    folder, sizes = Path(sys.argv[1]), [int(size) for size in sys.argv[2:]] or list(SIZES)
    tables = {size: told(folder, size) for size in sizes}
    print(f"{os.cpu_count()} cores; median / p95 in ms")
    print(" | ".join(["records", *(f"{size:,}" for size in sizes)]))
    for name in tables[sizes[0]]:
        print(" | ".join([name, *(table.get(name, "-") for table in tables.values())]))


if __name__ == "__main__":
    main()
