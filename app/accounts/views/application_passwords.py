"""Passwords that a person makes for QGIS and other programs."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from app import access
from app.accounts import application_passwords, schemas
from app.accounts.models import ApplicationPassword
from app.accounts.views.persons import people
from app.database import db

Data = dict[str, Any]


@people.route("/application-passwords")
class ApplicationPasswordsView(MethodView):
    @people.response(200, schemas.ApplicationPasswordsOut)
    def get(self) -> Data:
        """One's own that are in use."""
        return {"application_passwords": application_passwords.of_person(access.actor().id)}

    @people.arguments(schemas.ApplicationPasswordIn)
    @people.response(201, schemas.ApplicationPasswordCreatedOut)
    def post(self, given: Data) -> Data:
        """A new one for reading `/ogc/`; its text is answered this once."""
        made, text = application_passwords.create(given["name"], by=access.actor(), at=access.now())
        db.session.commit()
        return {**facts(made), "password": text}


@people.route("/application-passwords/<uuid:password_id>")
class ApplicationPasswordView(MethodView):
    @people.response(204)
    def delete(self, password_id: UUID) -> None:
        """It is good for nothing from now on."""
        application_passwords.revoke(password_id, by=access.actor(), at=access.now())
        db.session.commit()


def facts(made: ApplicationPassword) -> Data:
    return {name: getattr(made, name) for name in ("id", "name", "created_at", "last_used_at")}
