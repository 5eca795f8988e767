"""A draft's life as data: which move leads from which state to which. An announced boundary lives on as a version."""

from app.errors import Conflict

STATES = ("draft", "checked", "announced", "discarded")
MOVES: dict[str, dict[str, str]] = {
    "draw": {"draft": "draft", "checked": "draft"},
    "fill": {"draft": "draft", "checked": "checked"},
    "pass": {"draft": "checked", "checked": "checked"},
    "fail": {"draft": "draft", "checked": "draft"},
    "reopen": {"checked": "draft"},
    "announce": {"checked": "announced"},
    "discard": {"draft": "discarded", "checked": "discarded"},
    "restore": {"discarded": "draft"},
}
"""Move → state → next state. `draw` changes the boundary, `fill` anything else; `pass` and `fail` end a check."""
OFFERED = {
    "check": "pass",
    "edit": "fill",
    "reopen": "reopen",
    "announce": "announce",
    "discard": "discard",
    "restore": "restore",
}
"""What a page may offer, and the move it needs."""


def after(state: str, move: str) -> str:
    """The state that a move leads to. Raises Conflict where there is no such move."""
    found = MOVES[move].get(state)
    if found is None:
        raise Conflict(f"zone_draft_{state}")
    return found


def offered(state: str) -> list[str]:
    return [name for name, move in OFFERED.items() if state in MOVES[move]]
