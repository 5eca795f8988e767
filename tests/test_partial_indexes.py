"""An index of some rows serves the questions that it was made for, on either engine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import db, is_sqlite
from app.evidence import operations
from app.reviews import following, queries
from app.reviews.models import ReviewItem

Asked = list[tuple[str, Any]]


@contextmanager
def statements() -> Iterator[Asked]:
    """What is asked of the database, in its own words."""
    found: Asked = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        found.append((statement, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def plans(asked: Asked) -> str:
    connection = db.session.connection()
    words = "EXPLAIN QUERY PLAN" if is_sqlite() else "EXPLAIN"
    if not is_sqlite():
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # a table of a few rows is read as it is
    return "\n".join(
        str(tuple(row)) for text, given in asked for row in connection.exec_driver_sql(f"{words} {text}", given)
    )


def of_twins() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    query = sa.select(ReviewItem.record_id).where(queries.of_tab("duplicate", at))
    db.session.execute(query.order_by(ReviewItem.rank.desc(), ReviewItem.record_id.desc()).limit(50))


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda: following.waiting_of({uuid4()}), "ix_review_item_provisional"),
        (of_twins, "ix_review_item_twin"),
        (lambda: operations.give_up(at=datetime(2026, 11, 21, tzinfo=UTC)), "ix_evidence_provisional"),
    ],
)
def test_it_is_used(app: Flask, ask: Callable[[], Any], index: str) -> None:
    with app.app_context():
        with statements() as asked:
            ask()
        assert index in plans([one for one in asked if one[0].startswith(("SELECT", "UPDATE"))])
