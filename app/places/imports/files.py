"""A file of places as it came, and how somebody says that it is to be read."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Invalid
from geo.errors import GeoError
from geo.headings import FIELDS, recognised
from geo.place_files import PLACE_LIMITS, read_places
from geo.sources import ChooseLayer, Source
from geo.systems import is_known

Data = dict[str, Any]
SHARED = ("file_too_large", "unknown_format", "bad_text", "bad_archive", "archive_too_large", "too_many_vertices")
SHARED_WORDS = frozenset({*SHARED, "shapefile_alone", "bad_file"})
"""Faults that a file of zones may have too: the same words."""
OWN_WORDS = frozenset({"old_excel", "broken_row", "no_rows", "too_many_features", "too_many_cells", "unknown_format"})


@dataclass(frozen=True)
class Upload:
    """A file with its name, in which system somebody says that it is, and of what kind its places are."""

    data: bytes
    name: str
    system: str
    kind: str
    layer: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read(upload: Upload) -> Source:
    """Raises Invalid with what is wrong with the file."""
    if not is_known(upload.system):
        raise Invalid(fields={"system": "zone_unknown_system"})
    try:
        return read_places(upload.data, upload.layer)
    except ChooseLayer as fault:
        fields = {"layer": {"choose": fault.layers}}
        raise Invalid("place_file_choose_layer", fields=fields, layers="、".join(fault.layers)) from fault
    except GeoError as fault:
        raise Invalid(_code(fault), reason=fault.message, most=PLACE_LIMITS.features) from fault


def _code(fault: GeoError) -> str:
    code = "no_rows" if fault.code == "no_polygons" else fault.code
    if code in OWN_WORDS:
        return f"place_file_{code}"
    return f"zone_file_{code}" if code in SHARED_WORDS else "zone_file_bad_file"


def columns(source: Source, said: Mapping[str, str | None] | None) -> dict[str, str]:
    """Field → heading, as recognised where nobody says otherwise. Raises Invalid for a field or heading that is none."""
    found = recognised(list(source.heads))
    if said is None:
        return found
    strange = {name for name, head in said.items() if name not in FIELDS or (head and head not in source.heads)}
    if strange:
        raise Invalid(fields={f"columns.{name}": "place_unknown_column" for name in sorted(strange)})
    return {name: head for name, head in {**found, **said}.items() if head}


def facts(source: Source, upload: Upload) -> Data:
    return {
        "file": {"name": upload.name, "sha256": upload.sha256, "size": len(upload.data)},
        "format": source.format,
        "layer": source.layer,
        "layers": list(source.layers),
        "declared": source.declared,
        "system": upload.system,
        "kind": upload.kind,
        "heads": list(source.heads),
    }
