"""Many values in one: ids, texts, numbers, however many, and none."""

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.audit.models import AuditEntry
from app.database import db, one_of
from app.organisations.models import Organisation

MANY = 40_000
"""More than any engine takes marks in a statement."""


@pytest.fixture
def people(app: Flask) -> dict[str, UUID]:
    with app.app_context():
        return {row.username: row.id for row in db.session.execute(sa.select(Person.username, Person.id))}


def test_ids(app: Flask, people: dict[str, UUID]) -> None:
    def found(*ids: UUID | None) -> set[str]:
        return set(db.session.scalars(sa.select(Person.username).where(one_of(Person.id, ids))))

    with app.app_context():
        assert found(people["officer1"], people["officer2"], uuid4()) == {"officer1", "officer2"}
        assert found(people["officer1"], people["officer1"], None) == {"officer1"}
        assert found() == set()
        assert found(*(uuid4() for _ in range(MANY)), people["officer2"]) == {"officer2"}


def test_texts(app: Flask) -> None:
    with app.app_context():
        paths = db.session.scalars(sa.select(Organisation.path).where(Organisation.level == "county")).all()
        assert paths
        same = sa.select(Organisation.path).where(one_of(Organisation.path, [*paths, "/无/", "' OR 1=1 --"]))
        assert sorted(db.session.scalars(same)) == sorted(paths)


def test_numbers(app: Flask) -> None:
    with app.app_context():
        seqs = db.session.scalars(sa.select(AuditEntry.seq)).all()
        assert seqs
        assert sorted(
            db.session.scalars(sa.select(AuditEntry.seq).where(one_of(AuditEntry.seq, [*seqs, -1])))
        ) == sorted(seqs)
