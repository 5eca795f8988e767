"""Administration by command line: the same acts, the same refusals, the same audit log."""

import subprocess
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask

from app.cli import main
from tests.accounts.staff import begin
from tests.databases import Place
from tests.people import Caller, sign_in
from tests.program import BIN, ROOT, environment

AsPerson = Callable[[str], Caller]
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(main, words)


def done(answer: Result) -> str:
    assert answer.exit_code == 0, answer.output
    return answer.stdout


@pytest.mark.one_engine
def test_a_program_of_its_own(place: Place) -> None:
    """The same from a shell: words, exit code, and no traceback."""

    def shell(*words: str) -> subprocess.CompletedProcess[str]:
        env = environment(place.data_dir, DATABASE_URL=place.url)
        words = (str(BIN / "quanxun"), *words)
        return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120)

    words = ("create-admin", "--username", "chief", "--name", "局长", "--organisation", "330400")
    made, again = shell(*words), shell(*words)
    assert made.returncode == 0 and "chief" in made.stdout
    assert again.returncode != 0 and "account name is taken" in again.stderr
    assert "Traceback" not in again.stderr


@pytest.mark.one_engine
def test_the_first_administrator_and_what_follows(run: Run, app: Flask, as_person: AsPerson) -> None:
    text = done(run("create-admin", "--username", "chief", "--name", "局长", "--organisation", "330400"))
    chief = begin(app, "chief", text.rpartition(": ")[2].strip())
    assert chief.get("/api/v1/people").status_code == 200
    officer = as_person("officer1")
    done(run("people", "change", "officer1", "--disable"))
    assert officer.get("/api/v1/session").status_code == 401
    done(run("people", "change", "officer1", "--enable", "--name", "沈三鸣"))
    text = done(run("people", "one-time-password", "officer1"))
    back = begin(app, "officer1", text.rpartition(": ")[2].strip())
    assert back.get("/api/v1/session").json["person"]["name"] == "沈三鸣"
    sign_in(app, "officer2", device_id="lost-phone")
    assert "lost-phone" in done(run("people", "devices", "officer2"))
    assert "revoked" in done(run("people", "devices", "officer2", "--revoke", "lost-phone"))
    done(run("teams", "create", "南湖九组", "--organisation", "330402", "--member", "officer1"))
    assert "南湖九组" in {team["name"] for team in back.get("/api/v1/session").json["person"]["teams"]}
    entries = chief.get("/api/v1/audit", query_string={"limit": 200}).json["entries"]
    by_command = {entry["action"] for entry in entries if entry["actor"] is None}
    assert by_command >= {
        "person_created",
        "person_disabled",
        "person_changed",
        "password_reset",
        "device_revoked",
        "team_created",
        "team_member_added",
    }


@pytest.mark.one_engine
def test_what_cannot_be_done_is_said_without_a_traceback(run: Run) -> None:
    for words, said in (
        (
            ("create-admin", "--username", "officer1", "--name", "x", "--organisation", "330400"),
            "account name is taken",
        ),
        (("people", "change", "nobody", "--disable"), "there is no account nobody"),
        (("people", "change", "admin1", "--disable"), "last administrator stays"),
        (("people", "create", "someone", "x", "--role", "king", "--organisation", "330402"), "Bad roles"),
        (("teams", "create", "南湖一组", "--organisation", "330402"), "team name is taken"),
    ):
        answer = run(*words)
        assert answer.exit_code != 0
        assert said in answer.stderr, answer.output
        assert isinstance(answer.exception, SystemExit)
