"""How the interface reads bodies and describes itself, where that differs from flask-smorest's own way."""

import threading
from typing import Any

import flask_smorest
from flask import Flask, Request, current_app, request
from marshmallow import Schema, fields
from webargs import missing
from webargs.flaskparser import FlaskParser

from app import json_bodies
from app.errors import Invalid, UnsupportedMediaType

PROBLEM = "application/problem+json"


class ProblemOut(Schema):
    """What could not be done, and what to do about it (RFC 9457); `code` is stable, `detail` is for the person."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    fields_ = fields.Dict(data_key="fields", metadata={"description": "Field path: what to do about it"})


class Parser(FlaskParser):
    """Reads only JSON that can be kept, and only as JSON: a form of another site cannot send that."""

    def _raw_load_json(self, req: Request) -> Any:
        body = req.get_data(cache=True)
        if not body:
            return missing
        if req.mimetype != "application/json":
            raise UnsupportedMediaType(expected="application/json")
        return json_bodies.read(body)


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """A room's routes."""

    ARGUMENTS_PARSER = Parser()

    def arguments(self, schema: type[Schema], *, location: str = "json", **more: Any) -> Any:
        """As always; and the names of a query are noted, so that no other is taken. The schema is made here, once: made for
        each request it would take longer than to read what came."""
        made = schema()
        decorate = super().arguments(made, location=location, **more)
        if location != "query":
            return decorate
        names = frozenset(field.data_key or name for name, field in made.fields.items())

        def noted(view: Any) -> Any:
            decorated = decorate(view)
            decorated.query_names = names
            return decorated

        return noted


def refuse_unknown_parameters() -> None:
    """A parameter that nobody reads may be a filter misspelt, and its answer taken for filtered. Raises Invalid."""
    if not request.args or request.endpoint is None or not request.path.startswith("/api/v1/"):
        return
    view = getattr(current_app.view_functions[request.endpoint], "view_class", None)
    answers = getattr(view, request.method.lower(), None) or getattr(view, "get", None)
    names: frozenset[str] = getattr(answers, "query_names", frozenset())
    if unknown := sorted(request.args.keys() - names):
        raise Invalid(fields=dict.fromkeys(unknown, "Unknown field."))


class Api(flask_smorest.Api):  # type: ignore[misc]
    """The description; every answer that is not listed is a problem."""

    ERROR_SCHEMA = ProblemOut

    def __init__(self, *given: Any, **more: Any) -> None:
        self.undescribed: list[tuple[Blueprint, str]] = []
        self.describing = threading.Lock()
        super().__init__(*given, **more)

    def register_blueprint(self, blp: Blueprint, **options: Any) -> None:
        """As always, but described only when the description is asked for: that takes longer than all else at the start."""
        name = str(options.get("name", blp.name))
        self._app.extensions["flask-smorest"]["blp_name_to_api"][name] = self
        self._app.register_blueprint(blp, **options)
        self.undescribed.append((blp, name))

    def described(self) -> Any:
        """The description, whole."""
        with self.describing:
            while self.undescribed:
                blp, name = self.undescribed.pop(0)
                blp.register_views_in_doc(self, self._app, self.spec, name=name, parameters=None)
                self.spec.tag({"name": name, "description": blp.description})
        return self.spec

    def _openapi_json(self) -> Any:
        self.described()
        return super()._openapi_json()

    def _register_responses(self) -> None:
        usual = flask_smorest.Api.DEFAULT_RESPONSE_CONTENT_TYPE
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = usual


def register(app: Flask) -> None:
    app.before_request(refuse_unknown_parameters)
