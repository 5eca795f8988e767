"""How far it is to the border of a polygon."""

import math

import shapely

from geo.positions import METRES_PER_DEGREE, LonLat


def border_distance_m(polygon: shapely.Geometry, position: LonLat) -> float:
    """Metres from a position to the nearest point of a polygon's border (lon, lat in WGS-84), from within or without.

    On a plane that touches the Earth at the position: good to a thousandth within some kilometres.
    """
    east = METRES_PER_DEGREE * math.cos(math.radians(position.lat))
    border = shapely.transform(
        shapely.boundary(polygon),
        lambda degrees: (degrees - [position.lon, position.lat]) * [east, METRES_PER_DEGREE],
    )
    return float(shapely.distance(border, shapely.Point(0, 0)))
