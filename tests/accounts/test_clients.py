"""Old versions of our client are served, or told clearly what to do."""

from collections.abc import Callable

import pytest

from app import clients
from tests.people import Caller

AsPerson = Callable[[str], Caller]


@pytest.mark.parametrize(("version", "status"), [("", 200), ("0.1.0", 200), ("2.0.0-rc.1", 200), ("nonsense", 200)])
def test_a_client_that_can_be_served_is(as_person: AsPerson, version: str, status: int) -> None:
    assert as_person("officer1").get("/api/v1/session", headers={clients.HEADER: version}).status_code == status


def test_a_client_that_is_too_old_is_told_what_to_do(as_person: AsPerson) -> None:
    answer = as_person("officer1").get("/api/v1/sync/changes", headers={clients.HEADER: "0.0.9"})
    assert (answer.status_code, answer.json["code"]) == (403, "client_too_old")
    assert "0.1" in answer.json["detail"]
