"""Answers of a push as the phone reads them."""

from typing import Any

from app.changes.items import Result
from app.messages import explain_fields, message

Data = dict[str, Any]


def answer(result: Result, language: str) -> Data:
    """One item's answer, in the language of the request."""
    return {
        "change_id": result.change_id,
        "id": result.id,
        "status": result.status,
        "revision": result.revision,
        "error": error(result, language) if result.code else None,
    }


def error(result: Result, language: str) -> Data:
    fields = explain_fields(result.fields, language) if result.fields else None
    title, detail = message(result.code or "invalid", language)
    return {
        "code": result.code,
        "message": f"{title}：{detail}" if language == "zh-CN" else f"{title}. {detail}",
        "fields": fields,
    }
