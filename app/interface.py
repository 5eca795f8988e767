"""How the interface reads bodies and describes itself, where that differs from flask-smorest's own way."""

from typing import Any

import flask_smorest
from flask import Request
from marshmallow import Schema, fields
from webargs import missing
from webargs.flaskparser import FlaskParser

from app import json_bodies
from app.errors import UnsupportedMediaType

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


class Api(flask_smorest.Api):  # type: ignore[misc]
    """The description; every answer that is not listed is a problem."""

    ERROR_SCHEMA = ProblemOut

    def _register_responses(self) -> None:
        usual = flask_smorest.Api.DEFAULT_RESPONSE_CONTENT_TYPE
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = usual
