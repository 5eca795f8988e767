"""What a database says when it refuses a row quotes the row: none of that reaches the log."""

import uuid
from io import StringIO

from flask import Flask

CANARY = "13900139000-canary"


def test_the_log_names_a_database_error_without_its_values(app: Flask, logged: StringIO) -> None:
    from app import database
    from app.accounts.models import Person
    from app.database import db

    def twice() -> str:
        database.read_write()
        for _ in range(2):
            values = {"username": CANARY, "name": CANARY, "roles": "officer", "organisation_id": "330402"}
            db.session.add(Person(id=uuid.uuid4(), **values, password_hash="", created_at=app.config["CLOCK"]()))
        try:
            db.session.flush()
        except Exception as error:
            raise ValueError(CANARY) from error
        return ""

    app.view_functions["site.healthz"] = twice
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 500
    assert CANARY not in answer.text + logged.getvalue()
    assert "unexpected" in logged.getvalue()
    assert "UniqueViolation" in logged.getvalue() or "IntegrityError" in logged.getvalue()
    assert "in twice" in logged.getvalue()


def test_other_errors_are_logged_whole(app: Flask, logged: StringIO) -> None:
    from app import errors

    with app.test_request_context("/"):
        try:
            raise KeyError("what is missing")
        except KeyError as error:
            errors.from_unexpected(error)
    assert "what is missing" in logged.getvalue()
    assert "Traceback" in logged.getvalue()
