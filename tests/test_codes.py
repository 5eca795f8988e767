"""The codes of errors are published as they are, in both languages."""

from app import messages
from tests.program import ROOT


def test_the_documentation_is_printed_from_the_words() -> None:
    written = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert written == messages.markdown(), "print it again: quanxun codes > docs/errors.md"


def test_both_languages_have_the_same_codes() -> None:
    chinese, english = (messages.MESSAGES[language] for language in messages.LANGUAGES)
    assert chinese.keys() == english.keys()
