"""The tree, as far as a person's county reaches."""

from typing import Any

from flask.views import MethodView

from app import access
from app.interface import Blueprint
from app.organisations import queries, schemas

organisations = Blueprint("organisations", __name__, url_prefix="/api/v1/organisations", description="The tree")


@organisations.route("")
class OrganisationsView(MethodView):
    @organisations.arguments(schemas.OrganisationsQuery, location="query")
    @organisations.response(200, schemas.OrganisationsOut)
    def get(self, given: dict[str, Any]) -> dict[str, Any]:
        """Streets, communities and so on of the own county, in code order."""
        found = queries.search(
            access.actor().reach,
            under=given.get("under"),
            level=given.get("level"),
            text=given.get("q"),
            limit=given["limit"],
        )
        return {"organisations": found}
