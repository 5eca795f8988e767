"""The sphere laid flat, where circles stay round: longitude, and Mercator's ordinate in degrees."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.positions import METRES_PER_DEGREE

Floats = NDArray[np.float64]

LONGEST_EDGE_DEGREES = 0.01
"""A straight GeoJSON edge bends in the conformal picture: 1 cm on 1 km, 1 m on 10 km. Longer edges are split."""


def conformal_lat(lat: Floats) -> Floats:
    """Mercator's ordinate in degrees: with the longitude it keeps small circles round."""
    return np.degrees(np.arcsinh(np.tan(np.radians(lat))))


def conformal_radius(metres: Floats, lat: Floats) -> Floats:
    """A radius on the ground in conformal degrees; also the half width in degrees of longitude."""
    return metres / (METRES_PER_DEGREE * np.cos(np.radians(lat)))


def conformal_edges(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """The outlines of polygons (lon, lat) in the conformal picture."""
    outlines = shapely.segmentize(shapely.boundary(polygons), LONGEST_EDGE_DEGREES)
    edges: NDArray[np.object_] = shapely.transform(outlines, _to_conformal)
    return edges


def area_m2(polygon: Any) -> float:
    """The area of a (multi)polygon in lon, lat, in square metres; within 1 % up to the size of a prefecture."""
    if shapely.is_empty(polygon):
        return 0.0
    lat = math.radians(shapely.centroid(polygon).y)
    return float(shapely.area(polygon)) * METRES_PER_DEGREE**2 * math.cos(lat)


def _to_conformal(lonlat: Floats) -> Floats:
    return np.column_stack([lonlat[:, 0], conformal_lat(lonlat[:, 1])])
