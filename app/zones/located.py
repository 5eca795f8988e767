"""Deciding the zone of records that are being taken in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.changes.items import Item, uuid_of
from app.zones import queries
from geo.positions import LonLat, rounded_accuracy_m, rounded_position

Data = dict[str, Any]
NOWHERE: Data = {**queries.NO_ZONE, "zone_certainty": None, "position": None, "accuracy_m": None}


def decide(items: Sequence[Item]) -> None:
    """Give each item its zone columns, by the zones in force at its corrected time of capture."""
    here = [item for item in items if item.data.get("position")]
    decided = queries.zones().decide([item.data["position"] for item in here], [item.corrected_at for item in here])
    for item in items:
        item.columns |= NOWHERE
    for item, zone in zip(here, decided, strict=True):
        item.columns |= {**zone, **place_columns(item.data["position"])}


def place_columns(position: Data) -> Data:
    return {"position": (position["lon"], position["lat"]), "accuracy_m": position["accuracy_m"]}


def relocate(data: Data, captured_at: datetime) -> Data:
    """Zone columns for a record whose position was corrected: still at its time of capture."""
    position = data.get("position")
    if not position:
        return dict(NOWHERE)
    return {**queries.zones().decide([position], [captured_at])[0], **place_columns(position)}


def child_columns(data: Data) -> Data:
    return {"patrol_id": uuid_of(data["patrol_id"]) if data.get("patrol_id") else None}


def blur(items: Sequence[Item]) -> None:
    """Round positions to about 100 m: a volunteer's walk is nobody's business."""
    for item in items:
        if position := item.data.get("position"):
            rounded = rounded_position(LonLat(position["lon"], position["lat"]))
            if rounded != (position["lon"], position["lat"]):
                position["accuracy_m"] = rounded_accuracy_m(position["accuracy_m"])
            position["lon"], position["lat"] = rounded
