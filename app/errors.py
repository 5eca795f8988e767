"""Domain errors, and the one place that turns them into HTTP problems (RFC 9457)."""

import traceback
from collections.abc import Iterator
from typing import Any

import orjson
import structlog
from flask import Flask, Response, request
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from app.messages import LANGUAGES, explain_fields, message

log = structlog.get_logger()

Fields = dict[str, Any]


class DomainError(Exception):
    """Something a person can do something about: a stable `code`, and words in `app/messages.py`."""

    status = 400
    code = "invalid"

    def __init__(self, code: str | None = None, *, fields: Fields | None = None, **values: Any) -> None:
        super().__init__(code or self.code)
        self.code = code or self.code
        self.fields = fields
        self.values = values

    def headers(self) -> dict[str, str]:
        """Headers that this kind of error answers with."""
        return {}


class Invalid(DomainError):
    status, code = 422, "invalid"


class Malformed(DomainError):
    status, code = 400, "malformed"


class Unauthenticated(DomainError):
    status, code = 401, "sign_in_required"


class Forbidden(DomainError):
    status, code = 403, "not_allowed"


class NotFound(DomainError):
    status, code = 404, "not_found"


class Conflict(DomainError):
    status, code = 409, "conflict"


class Gone(DomainError):
    status, code = 410, "gone"


class TooLarge(DomainError):
    status, code = 413, "too_large"


class UnsupportedMediaType(DomainError):
    status, code = 415, "unsupported_media_type"


class TooMany(DomainError):
    status, code = 429, "too_many_tries"

    def headers(self) -> dict[str, str]:
        wait_s = self.values.get("retry_after_s")
        return {"Retry-After": str(wait_s)} if wait_s else {}


class Unavailable(DomainError):
    status, code = 503, "try_again_later"


class StorageFull(DomainError):
    status, code = 507, "storage_full"


def language() -> str:
    """The language of this request: zh-CN unless English is asked for."""
    return request.accept_languages.best_match(LANGUAGES, default=LANGUAGES[0]) or LANGUAGES[0]


def problem(status: int, code: str, fields: Fields | None = None, **values: Any) -> Response:
    lang = language()
    title, detail = message(code, lang, **values)
    body: dict[str, Any] = {
        "type": f"/api/problems/{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if fields:
        body["fields"] = explain_fields(fields, lang)
    return Response(orjson.dumps(body, default=str), status, mimetype="application/problem+json")


HTTP_CODES = {
    400: "malformed",
    401: "sign_in_required",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    412: "precondition_failed",
    413: "too_large",
    415: "unsupported_media_type",
    416: "range_not_satisfiable",
    422: "invalid",
    429: "too_many_tries",
}


def from_domain(error: DomainError) -> Response:
    response = problem(error.status, error.code, error.fields, **error.values)
    response.headers.update(error.headers())
    return response


def from_http(error: HTTPException) -> Response:
    status = error.code or 500
    if 300 <= status < 400:
        return error.get_response()  # type: ignore[return-value]
    fields = getattr(error, "data", {}).get("messages") if status == 422 else None
    response = problem(status, HTTP_CODES.get(status, "unexpected"), flat(fields) if fields else None)
    if status == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def from_unexpected(error: Exception) -> Response:
    log.error("unexpected", path=request.path, **facts_of(error))
    return problem(500, "unexpected")


def facts_of(error: BaseException, *, with_message: bool = True) -> Fields:
    """What the log may know of an error. What a database says quotes the rows it was given, and with them people: of
    such an error only the type, the code and the lines of the program."""
    facts: Fields = {"kind": type(error).__name__}
    if with_message and not any(
        isinstance(link, SQLAlchemyError) or hasattr(link, "sqlstate") for link in chain(error)
    ):
        return facts | {"exc_info": error}
    for link in chain(error):
        if isinstance(link, DBAPIError):
            facts["database"] = type(link.orig).__name__
            facts["code"] = getattr(link.orig, "sqlstate", None) or getattr(link.orig, "sqlite_errorname", None)
            break
    return facts | {"lines": "".join(traceback.format_tb(error.__traceback__))}


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def flat(messages: Any, path: str = "") -> dict[str, Any]:
    """Nested marshmallow messages as {"a.b.0": message}."""
    if not isinstance(messages, dict):
        return {path: messages}
    found: dict[str, Any] = {}
    for key, value in messages.items():
        skip = key in ("_schema", "json", "query") or (key in ("value", "key") and path.endswith("]"))
        found |= flat(value, path if skip else f"{path}.{key}" if path else str(key))
    return found


def register(app: Flask) -> None:
    app.register_error_handler(DomainError, from_domain)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(Exception, from_unexpected)
