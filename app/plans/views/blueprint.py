"""Where the plans' views are registered."""

from app.interface import Blueprint

plans = Blueprint("plans", __name__, url_prefix="/api/v1/plans", description="Patrol areas, rosters, planned rounds")
