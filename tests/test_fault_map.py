"""docs/faults.md names tests that are there."""

import re

from tests.program import ROOT

NAMED = re.compile(r"`((?:tests|pwa)/[\w/.]+)?(?:::(\w+))?`")


def test_every_test_that_the_list_of_faults_names_is_there() -> None:
    file, seen = "", 0
    for path, name in NAMED.findall((ROOT / "docs" / "faults.md").read_text()):
        file = path or file
        text = (ROOT / file).read_text()
        if name:
            assert f"def {name}(" in text, f"{file}::{name}"
            seen += 1
    assert seen > 40
