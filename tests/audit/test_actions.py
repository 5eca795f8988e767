"""The page of the audit log has words for everything that is written into it."""

import re

import pytest
from flask import Flask

from app.audit.actions import ACTIONS
from tests.conftest import Clock
from tests.program import ROOT

ROOM = ROOT / "pwa" / "src" / "rooms" / "administration" / "types.ts"


def test_the_page_offers_them_all_in_the_same_order() -> None:
    listed = re.search(r"export const ACTIONS = \[(.*?)\]", ROOM.read_text(), re.DOTALL)
    assert listed
    assert tuple(re.findall(r"'(\w+)'", listed[1])) == ACTIONS


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_each_has_words(language: str) -> None:
    text = (ROOT / "pwa" / "src" / "i18n" / language / "administration.ts").read_text()
    words = re.search(r"\n      action: \{(.*?)\n      \}", text, re.DOTALL)
    assert words
    assert set(re.findall(r"^ {8}(\w+): '", words[1], re.MULTILINE)) == set(ACTIONS)


def test_nothing_else_is_written(app: Flask, clock: Clock) -> None:
    from app.audit import operations

    with app.app_context(), pytest.raises(ValueError, match="does not list made_up"):
        operations.record("made_up", by=None, at=clock.now)
