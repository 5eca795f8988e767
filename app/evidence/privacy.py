"""What of a signed payload is not kept: whatever its record would not keep either. Its hash holds its place in the chain."""

from app.accounts.permissions import allowed
from app.accounts.scope import Actor
from app.evidence.proofs import Proof
from geo.positions import LonLat, rounded_position


def withheld(proof: Proof, by: Actor) -> bool:
    """Tracks, which are soon deleted; keepers, who are kept sealed; a volunteer's position that is not rounded."""
    data = proof.data or {}
    return proof.kind == "track" or "keeper" in data or (proof.kind == "persuasion" and exact(data, by))


def exact(data: dict[str, object], by: Actor) -> bool:
    position = data.get("position")
    if not isinstance(position, dict) or allowed(by.roles, "patrol", "record"):
        return False
    try:
        here = LonLat(float(position["lon"]), float(position["lat"]))
        return rounded_position(here) != here
    except (KeyError, TypeError, ValueError, OverflowError):
        return True
