"""The phones people sign in on, and lost ones."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from app import access
from app.accounts import keys, operations, queries, schemas
from app.accounts.models import Device
from app.accounts.views.persons import branch, people
from app.database import db

Data = dict[str, Any]


@people.route("/people/<uuid:person_id>/devices")
class DevicesView(MethodView):
    @people.arguments(schemas.DevicesQuery, location="query")
    @people.response(200, schemas.DevicesOut)
    def get(self, given: Data, person_id: UUID) -> Data:
        """The phones a person has signed in on, each with the keys that this person signs with there."""
        person, limit = queries.person(branch(), person_id), given["limit"]
        found = queries.devices_of(person.id, after=given.get("cursor"), limit=limit)
        own_keys = keys.of_person(person.id)
        facts = [
            device | {"keys": own_keys.get(device["id"], [])}
            for device in device_facts(found, person.organisation.path)
        ]
        return {"devices": facts, "cursor": found[-1].id if len(found) == limit else None}


def device_facts(devices: list[Device], path: str) -> list[Data]:
    """As somebody of the branch with `path` may use them."""
    revoked = queries.revoked_at([device.id for device in devices], path)
    return [
        {
            "id": device.id,
            "name": device.name,
            "registered_at": device.registered_at,
            "last_seen_at": device.last_seen_at,
            "revoked_at": revoked.get(device.id),
        }
        for device in devices
    ]


@people.route("/devices/<string:device_id>/revocation")
class RevocationView(MethodView):
    @people.arguments(schemas.RevocationIn)
    @people.response(200, schemas.DeviceOut)
    def post(self, given: Data, device_id: str) -> Any:
        """A lost phone: for the people of the own branch it can neither read nor send any more."""
        device = queries.device(branch(), device_id)
        operations.revoke_device(device, given["reason"], of=branch(), by=access.actor(), at=access.now())
        db.session.commit()
        return device_facts([device], branch())[0]
