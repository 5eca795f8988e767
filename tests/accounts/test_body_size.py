"""Who is not signed in yet cannot make the server read much."""

import pytest
from flask import Flask


@pytest.mark.one_engine
def test_a_long_body_to_sign_in_with_is_refused(app: Flask) -> None:
    body = {"username": "officer1", "password": "x" * 9000}
    answer = app.test_client().post("/api/v1/session", json=body)
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
