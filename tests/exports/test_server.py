"""Files over a real server: named in Chinese, whole, and read back."""

import urllib.request
from pathlib import Path
from urllib.parse import unquote

from tests.conftest import Template
from tests.databases import Engine
from tests.e2e.server import serving
from tests.exports.readers import FORMATS, MIME, read
from tests.people import COOKIE


def test_each_format_comes_whole_under_its_name(engine: Engine, template: Template, tmp_path: Path) -> None:
    place = engine.copy(template.place, tmp_path / "served")
    with serving(place.data_dir, DATABASE_URL=place.url) as server:
        for form in FORMATS:
            address = f"{server.url}/api/v1/exports/{form}?lang=en"
            cookie = {"Cookie": f"{COOKIE}={template.sessions['supervisor1'].token}"}
            with urllib.request.urlopen(urllib.request.Request(address, headers=cookie), timeout=60) as answer:
                assert answer.headers["Content-Type"].partition(";")[0] == MIME[form]
                name = unquote(answer.headers["Content-Disposition"])
                assert "filename*=UTF-8''南湖区 Dog patrol ledger 20" in name
                assert read(answer.read(), form, tmp_path) == []
            request = urllib.request.Request(address.replace("lang=en", "lang=zh-CN"), headers=cookie)
            with urllib.request.urlopen(request, timeout=60) as answer:
                assert "filename*=UTF-8''南湖区 犬只巡查台账 20" in unquote(answer.headers["Content-Disposition"])
    engine.remove(place)
