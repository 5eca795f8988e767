"""Text that a spreadsheet would take for a formula, made harmless. Source: OWASP, "CSV Injection"."""

import unicodedata

STARTS = frozenset("=+-@")
CONTROLS = frozenset("\t\r\n")
MARK = "'"
"""Before a text it says to Excel, WPS and LibreOffice: this is text."""
UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc"})
"""Categories of characters that are trimmed or not shown: spaces, marks of direction, byte order marks."""


def harmless(text: str) -> str:
    """The text as it is, or with an apostrophe before it where it could begin a formula: `= + - @` in all their widths, tab
    or line break, at its start or behind what nobody sees."""
    return MARK + text if dangerous(text) else text


def dangerous(text: str) -> bool:
    if not text or text[0].isalnum():
        return False
    for char in text:
        if char in CONTROLS:
            return True
        if unicodedata.category(char) not in UNSEEN:
            return unicodedata.normalize("NFKC", char)[0] in STARTS
    return False
