"""Areas, rosters, and the rounds that follow from them."""

from app.plans.views import areas, rosters, rounds
from app.plans.views.blueprint import plans

__all__ = ["areas", "plans", "rosters", "rounds"]
