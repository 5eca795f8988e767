"""The permission table is published as it is: in the documentation, in both languages, and for machines."""

import pytest

from app.accounts import roles
from app.accounts.permissions import ROLES, TABLE
from tests.program import ROOT


def test_the_documentation_is_printed_from_the_table() -> None:
    written = (ROOT / "docs" / "roles.md").read_text(encoding="utf-8")
    assert written == roles.markdown(), "print it again: quanxun roles > docs/roles.md"


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: f"{rule.role}-{rule.kind}")
def test_every_rule_stands_there_in_both_languages(rule) -> None:  # type: ignore[no-untyped-def]
    lines = roles.markdown().splitlines()
    for name in ROLES[rule.role]:
        (line,) = [line for line in lines if line.startswith(f"| {name} |") and f"`{rule.kind}`" in line]
        for action in (*rule.actions, *rule.hidden):
            assert f"`{action}`" in line


def test_no_role_has_two_rules_for_one_kind() -> None:
    pairs = [(rule.role, rule.kind) for rule in TABLE]
    assert len(pairs) == len(set(pairs))
