"""Three-way merge of a record's fields."""

from typing import Any

Data = dict[str, Any]
_ABSENT = object()


def merge(base: Data, current: Data, incoming: Data) -> tuple[Data, Data]:
    """Fields changed on one side only are taken from that side; a field changed on both sides to different values clashes.

    Returns the merged data (with the current value where fields clash) and
    the clashes as {field: {"theirs": current, "yours": incoming}}.
    """
    merged: Data = {}
    clashes: Data = {}
    for name in {**current, **incoming}:
        was, here, there = (side.get(name, _ABSENT) for side in (base, current, incoming))
        if here != there and was not in (here, there):
            clashes[name] = {"theirs": None if here is _ABSENT else here, "yours": None if there is _ABSENT else there}
        value = there if was == here else here
        if value is not _ABSENT:
            merged[name] = value
    return merged, clashes
