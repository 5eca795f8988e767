"""What people read when something could not be done; the words stand in `app/words/`.

Wording rules: what is safe first, then what to do; no blame. Placeholders are filled from the error's values.
"""

import json
import re
from pathlib import Path
from typing import Any

LANGUAGES = ["zh-CN", "en"]

WORDS = Path(__file__).parent / "words"
MESSAGES: dict[str, dict[str, dict[str, str]]] = {
    language: json.loads((WORDS / f"{language}.json").read_text(encoding="utf-8")) for language in LANGUAGES
}
"""Language → code → {"title", "detail"}."""


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def message(code: str, language: str, **values: Any) -> tuple[str, str]:
    """Title and detail of `code`."""
    words = MESSAGES[language].get(code, MESSAGES[language]["unexpected"])
    blank = _Blank(values)
    return words["title"].format_map(blank), words["detail"].format_map(blank)


def markdown() -> str:
    """The table of codes as docs/errors.md shows it."""
    head = (
        "# Codes\n\n"
        "Every problem document and every answer to an item carries one of these as `code`; codes never change, words may.\n"
        "`evidence_…` are the reasons of verdicts. Printed by `quanxun codes`.\n\n"
        "| code | 中文 | English |\n|---|---|---|\n"
    )
    rows = [
        f"| `{code}` | " + " | ".join(_both(MESSAGES[language][code]) for language in LANGUAGES) + " |\n"
        for code in sorted(MESSAGES["en"])
    ]
    return head + "".join(rows)


def _both(words: dict[str, str]) -> str:
    return f"**{words['title']}** {words['detail']}"


# marshmallow's own words, in Chinese
FIELD_MESSAGES: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern), words)
    for pattern, words in [
        (r"^Missing data for required field\.$", "这一项要填"),
        (r"^Unknown field\.$", "没有这一项"),
        (r"^Field may not be null\.$", "不能为空"),
        (r"^Not a valid string\.$", "要填文字"),
        (r"^Not a valid (?:integer|number)\.$", "要填数字"),
        (r"^Not a valid boolean\.$", "要填是或否"),
        (r"^Not a valid UUID\.$", "编号格式不对"),
        (r"^Not a valid (?:aware )?datetime\.$", "时刻要带时区，如 2026-11-21T06:30:00+08:00"),
        (r"^Not a valid date\.$", "日期写成 2026-11-21"),
        (r"^Not a valid list\.$", "要填列表"),
        (r"^(?:Not a valid mapping type|Invalid input type)\.$", "要填一组内容"),
        (r"^Must be greater than or equal to (\S+) and less than or equal to (\S+)\.$", r"要在 \1 到 \2 之间"),
        (r"^Must be greater than or equal to (\S+)\.$", r"不能小于 \1"),
        (r"^Must be less than or equal to (\S+)\.$", r"不能大于 \1"),
        (r"^Longer than maximum length (\d+)\.$", r"最多 \1 个字"),
        (r"^Shorter than minimum length (\d+)\.$", r"至少 \1 个字"),
        (r"^Length must be between (\d+) and (\d+)\.$", r"要 \1 到 \2 个"),
        (r"^Length must be (\d+)\.$", r"要 \1 个"),
        (r"^Must be one of: (.*)\.$", r"只能是：\1"),
        (r"^String does not match expected pattern\.$", "格式不对"),
        (r"^Special numeric values.*$", "数字不对"),
    ]
]


def explain_field(text: Any, language: str) -> Any:
    if isinstance(text, list):
        between = "；" if language == "zh-CN" else " "
        return between.join(str(explain_field(part, language)) for part in text)
    if not isinstance(text, str):
        return text
    if text in MESSAGES[language]:
        return message(text, language)[1]
    if language != "zh-CN":
        return text
    for pattern, words in FIELD_MESSAGES:
        if pattern.match(text):
            return pattern.sub(words, text)
    return text


def explain_fields(fields: dict[str, Any], language: str) -> dict[str, Any]:
    """Field path -> what to do about it, in `language`."""
    return {path: explain_field(text, language) for path, text in fields.items()}
