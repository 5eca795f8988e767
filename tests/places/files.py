"""Files of places sent by a supervisor."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from geo.systems import FROM_WGS84
from tests.geo.tables import csv_text
from tests.people import Caller
from tests.phones import Data, inside
from tests.places.keeping import PLACES, STREET
from tests.zones.drafting import ok

IMPORTS = f"{PLACES}/imports"
HEADS = ("名称", "经度", "纬度")


def at(east: float = 0.0, north: float = 0.0, system: str = "wgs84") -> tuple[float, float]:
    """Inside a zone of the demo, moved by degrees, as a system writes it."""
    lon, lat = inside()[1]
    x, y = FROM_WGS84[system](np.array([[lon + east, lat + north]]))[0].tolist()
    return x, y


def row(name: str = "市场", east: float = 0.0, north: float = 0.0, *more: Any) -> tuple[Any, ...]:
    return (name, *at(east, north), *more)


def table(*rows: Sequence[Any], heads: Sequence[str] = HEADS) -> bytes:
    return csv_text(*(rows or (row(),)), heads=heads).encode()


def sent(who: Caller, path: str, data: bytes, language: str = "zh-CN", **fields: Any) -> TestResponse:
    said = {"system": "wgs84", "kind": "forbidden_place", "organisation_id": STREET} | fields
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in said.items() if value}
    file = FileStorage(io.BytesIO(data), filename=form.pop("filename", "台账.csv"))
    boundary, body = encode_multipart(form | {"file": file})
    content_type = f"multipart/form-data; boundary={boundary}"
    headers = {"Accept-Language": language}
    return who.request("POST", f"{IMPORTS}{path}", data=body, content_type=content_type, headers=headers)


def preview(who: Caller, data: bytes, **fields: Any) -> Data:
    found: Data = ok(sent(who, "/preview", data, **fields))
    return found


def imported(who: Caller, data: bytes, *numbers: int, **fields: Any) -> Data:
    rows = fields.pop("rows", None) or [{"number": number} for number in numbers or (2,)]
    made: Data = ok(sent(who, "", data, rows=rows, **fields), 201)
    return made


def only(who: Caller, data: bytes, **fields: Any) -> Data:
    """The one row of a file."""
    (found,) = preview(who, data, **fields)["rows"]
    return dict(found)


def codes(row: Data) -> dict[str, str]:
    return {one["code"]: one["severity"] for one in row["findings"]}
