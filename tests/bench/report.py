"""The figures as tables, and each aim beside what was reached in the same run."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
OWN = {"SpatiaLite": "Quanxun on SpatiaLite", "PostGIS": "Quanxun on PostGIS"}
SHELL_AIM_KB = 160


@dataclass(frozen=True)
class Aim:
    """`measure` of `side` shall be at least `factor` times `beside`, for the same number of clients unless said."""

    measure: str
    side: str
    factor: float
    beside: tuple[str, str]
    clients: int = 4


AIMS = [
    Aim("push of 100", OWN["SpatiaLite"], 0.5, ("push of 100", "PouchDB-server")),
    Aim("push of 100", OWN["PostGIS"], 0.9, ("push of 100", "PouchDB-server")),
    Aim("push of 1", OWN["SpatiaLite"], 0.07, ("hello", "bare Flask + gunicorn")),
    Aim("push of 1", OWN["PostGIS"], 0.07, ("hello", "bare Flask + gunicorn")),
    Aim("photo of 300 KB", OWN["SpatiaLite"], 0.025, ("hello", "bare Flask + gunicorn")),
    Aim("photo of 300 KB", OWN["PostGIS"], 0.025, ("hello", "bare Flask + gunicorn")),
    Aim("pull", OWN["SpatiaLite"], 4, ("pull", "PouchDB-server"), clients=1),
    Aim("pull", OWN["PostGIS"], 4, ("pull", "PouchDB-server"), clients=1),
]


MOST_S = {
    "week: records": ("elapsed_s", 10.0),
    "first sync": ("median_ms", 60_000.0),
    "phone: week sent": ("elapsed_s", 60.0),
    "phone: longest task": ("median_ms", 200.0),
    "phone: unlock, processor ÷ 4": ("median_ms", 1000.0),
}
"""What a scene may take: all of the week's records over loopback; the median device of a hundred; the week from a real
browser, its longest task meanwhile; the PIN on a slow processor (tests/bench/phone.py says what exactly)."""


def print_rows(rows: Sequence[Row]) -> None:
    print(f"\n{os.cpu_count()} cores; medians over the rounds, p95 over all requests\n")
    print("| measure | side | clients | rate | | median ms | p95 ms | faults |")
    print("|---|---|--:|--:|---|--:|--:|---|")
    for row in sorted(rows, key=lambda row: (row["measure"], row["clients"], row["side"])):
        faults = "; ".join(f"{number} × {what}" for what, number in row["faults"].items()) or "-"
        print(
            f"| {row['measure']} | {row['side']} | {row['clients']} | {row['rate']:,.1f} | {row['unit']} "
            f"| {row['median_ms']} | {row['p95_ms']} | {faults} |"
        )


def print_zones(rows: Sequence[Row]) -> None:
    print("\n| zones | value | | beside bare Shapely |")
    print("|---|--:|---|--:|")
    for row in rows:
        beside = f"{row['ratio']:.2f} ×" if row["ratio"] else "-"
        print(f"| {row['name'].removeprefix('zones: ')} | {row['value']:,.2f} | {row['unit']} | {beside} |")


def print_shell(sizes: dict[str, int]) -> None:
    print("\n| the phone's shell, gzip | KB |\n|---|--:|")
    for kind, size in sorted(sizes.items(), key=lambda item: -item[1]):
        print(f"| {kind} | {size / 1000:.1f} |")


def print_aims(rows: Sequence[Row], zones: Sequence[Row], shell: dict[str, int]) -> None:
    print("\n| aim | reached | aim | |\n|---|--:|--:|---|")
    rates = {(row["measure"], row["side"], row["clients"]): row["rate"] for row in rows}
    for aim in AIMS:
        ours = rates.get((aim.measure, aim.side, aim.clients))
        theirs = rates.get((*aim.beside, aim.clients))
        if ours and theirs:
            name = f"{aim.measure}, {aim.side}, × {aim.beside[1]}"
            print_aim(name, f"{ours / theirs:.3f}", f"≥ {aim.factor}", ours / theirs >= aim.factor)
    for row in rows:
        if row["measure"] in MOST_S:
            name, most = MOST_S[row["measure"]]
            scale = 1000 if name.endswith("_ms") else 1
            met = row[name] <= most and not row["faults"]
            print_aim(f"{row['measure']}, {row['side']}, s", f"{row[name] / scale:.2f}", f"≤ {most / scale:g}", met)
    for row in zones:
        if row["name"] == "zones: bulk":
            print_aim("zones in bulk × bare Shapely", f"{row['ratio']:.2f}", "≥ 0.8", row["ratio"] >= 0.8)
    if shell:
        size = shell.get("js", 0) / 1000
        print_aim("JS of the shell, KB gzip", f"{size:.0f}", f"≤ {SHELL_AIM_KB}", size <= SHELL_AIM_KB)


def print_aim(name: str, reached: str, aim: str, met: bool) -> None:
    print(f"| {name} | {reached} | {aim} | {'yes' if met else 'MISSED'} |")
