"""The street of a row without a database: outlines of streets, and one name in several counties."""

import pytest
import shapely

from app.organisations.models import Organisation
from app.places.imports.homes import Home, Homes

CITY = "/330400/"
COUNTY_A, COUNTY_B = shapely.box(120, 30, 121, 31), shapely.box(121, 30, 122, 31)
IN_A, IN_B, NOWHERE = shapely.Point(120.5, 30.5), shapely.Point(121.5, 30.5), shapely.Point(100, 20)


def node(code: str, name: str, level: str, county: str, *above: str) -> Organisation:
    return Organisation(id=code, name=name, level=level, path=CITY + "/".join((county, *above, code)) + "/")


A = node("a1", "新兴街道", "street", "A")
B = node("b1", "新兴街道", "street", "B")
C = node("b2", "解放街道", "street", "B")
D = node("b2c", "滨河社区", "community", "B", "b2")
OUTLINES = {"A": COUNTY_A, "B": COUNTY_B, "b2": COUNTY_B, "b2c": shapely.box(121.4, 30.4, 121.6, 30.6)}


def homes(**outlines: shapely.Geometry) -> Homes:
    return Homes([A, B, C, D], OUTLINES | outlines, "a1")


def test_of_one_name_in_two_counties_the_point_decides() -> None:
    assert homes().home("新兴街道", "", "", IN_A) == Home(A, "name")
    assert homes().home("新兴", "", "", IN_B) == Home(B, "name")
    assert homes().home("", "", "新兴街道3号", IN_B) == Home(B, "address")
    assert homes().home("新兴街道", "", "", NOWHERE) == Home(A, "chosen", "新兴街道")


def test_without_a_name_the_smallest_outline_that_holds_the_point() -> None:
    assert homes().home("", "", "", IN_B) == Home(D, "outline")
    assert homes().home("", "", "", shapely.Point(121.1, 30.1)) == Home(C, "outline")
    assert homes().home("", "", "", IN_A) == Home(A, "chosen")


@pytest.mark.parametrize(("street", "community"), [("解放街道", "滨河社区"), ("", "滨河"), ("滨河社区", "")])
def test_communities(street: str, community: str) -> None:
    assert homes().home(street, community, "", None) == Home(D, "name")


def test_an_unknown_community_falls_back_to_its_street_and_is_told() -> None:
    assert homes().home("解放街道", "没有的社区", "", None) == Home(C, "name", "没有的社区")
