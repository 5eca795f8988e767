"""To which street or community a row belongs: by a name in the file, else by an outline that holds the point, else as was
chosen for all."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import shapely

from app.errors import Invalid
from app.organisations.models import Organisation
from app.organisations.queries import county_path

LEVELS = ("community", "street")
"""The nearer one first."""
ENDING = re.compile(r"(街道办事处|街道|镇|乡|社区居民委员会|社区居委会|社区|居民委员会|村民委员会|居委会|村委会|村)$")


class Home(NamedTuple):
    """`by`: name, address, outline or chosen; `unmatched` is a name in the file that the branch does not have."""

    organisation: Organisation | None
    by: str | None
    unmatched: str = ""


class Homes:
    """The streets and communities of a branch, and outlines by organisation."""

    def __init__(self, nodes: Sequence[Organisation], outlines: Mapping[str, Any], chosen: str | None) -> None:
        self.nodes = [node for node in nodes if node.level in LEVELS]
        self.outlines = outlines
        self.chosen = next((node for node in self.nodes if node.id == chosen), None)
        if chosen and self.chosen is None:
            raise Invalid("unknown_organisation", fields={"organisation_id": "unknown_organisation"})

    def home(self, street: str, community: str, address: str, shape: Any) -> Home:
        town = self._named(street, "street", "", shape)
        near = self._named(community, "community", town.path if town else "", shape)
        # a column of streets may hold communities, and the other way round
        near = near or self._named(community, "street", "", shape)
        town = town or self._named(street, "community", "", shape)
        wrong = "、".join(text for text, found in ((street, town), (community, near)) if text and not found)
        if found := near or town:
            return Home(found, "name", wrong)
        if mentioned := self._mentioned(address, shape):
            return Home(mentioned, "address", wrong)
        if around := self._around(shape):
            return Home(around, "outline", wrong)
        return Home(self.chosen, "chosen" if self.chosen else None, wrong)

    def _named(self, text: str, level: str, under: str, shape: Any) -> Organisation | None:
        words = plain(text)
        if not words:
            return None
        nodes = [node for node in self.nodes if node.level == level and node.path.startswith(under)]
        for same in (_is, _ends_with, _is_short):
            if found := [node for node in nodes if same(words, plain(node.name))]:
                return self._only(found, shape)
        return None

    def _mentioned(self, address: str, shape: Any) -> Organisation | None:
        """By whole names only: 新嘉 may be a road."""
        words = plain(address)
        return self._only([node for node in self.nodes if node.level == "street" and plain(node.name) in words], shape)

    def _around(self, shape: Any) -> Organisation | None:
        holding = [node for node in self.nodes if shape is not None and _holds(self.outlines.get(node.id), shape)]
        return min(holding, key=lambda node: LEVELS.index(node.level), default=None)

    def _only(self, found: Sequence[Organisation], shape: Any) -> Organisation | None:
        """Of several with one name, that of the county that holds the point."""
        if len(found) > 1 and shape is not None:
            found = [node for node in found if _holds(self.outlines.get(_county(node)), shape)]
        return found[0] if len(found) == 1 else None


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _is(words: str, name: str) -> bool:
    return words == name


def _ends_with(words: str, name: str) -> bool:
    return words.endswith(name)


def _is_short(words: str, name: str) -> bool:
    short = ENDING.sub("", words)
    return len(short) > 1 and short == ENDING.sub("", name)


def _county(node: Organisation) -> str:
    return county_path(node.path).strip("/").rpartition("/")[2]


def _holds(outline: Any, shape: Any) -> bool:
    return outline is not None and bool(shapely.covers(outline, shapely.centroid(shape)))
