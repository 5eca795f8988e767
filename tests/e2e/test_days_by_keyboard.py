"""A day typed digit by digit: nothing is asked of the server, and nothing is wrong, before it is whole."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screens
from tests.e2e.conftest import Maker

pytestmark = pytest.mark.timeout(300)
OF_ANOTHER_AGE = re.compile(r"=-?0\d{3}-|=-?0\d{2}-|=-")


def type_day(page: Page, label: str, *, year: str) -> list[str]:
    """The year of the field's day, as a person types it: each digit, with time to be asked about. What was asked."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field = page.get_by_label(label, exact=True)
    field.focus()
    for key in ("Tab", "Tab"):  # month, day, year
        page.keyboard.press(key)
    for digit in year:
        page.keyboard.press(digit)
        page.wait_for_timeout(400)
    return asked


@pytest.mark.parametrize(
    ("address", "label", "question"),
    [
        ("/desk/review", "哪一天记的", r"/reviews\?.*from=2025-"),
        ("/desk/map", "从哪天", r"from=2025-"),
        ("/desk/zones", "看哪一天", r"on=2025-"),
    ],
)
def test_a_year_digit_by_digit(devices: Maker, address: str, label: str, question: str) -> None:
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", address)
    expect(page.get_by_label(label, exact=True).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    asked = type_day(page, label, year="2025")
    screens.until(lambda: any(re.search(question, one) for one in asked), "the whole day is asked about", 10)
    assert not [one for one in asked if OF_ANOTHER_AGE.search(one)]
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.get_by_label(label, exact=True).input_value().startswith("2025-")
