/** Small geometry that only drawing needs: circles true to scale, label points, bounds. Pure. */
import type { Feature, MultiPolygon, Polygon, Position } from 'geojson'
import type { Areas, Bounds, LonLat } from './types'

const METRES_PER_DEGREE = 111_320
const CORNERS = 64

export function circlePolygon(centre: LonLat, metres: number): Polygon {
  const latitude = metres / METRES_PER_DEGREE
  const longitude = latitude / Math.cos((centre.lat * Math.PI) / 180)
  const ring: Position[] = []
  for (let corner = 0; corner <= CORNERS; corner += 1) {
    const angle = ((corner % CORNERS) / CORNERS) * 2 * Math.PI
    ring.push([centre.lon + longitude * Math.cos(angle), centre.lat + latitude * Math.sin(angle)])
  }
  return { type: 'Polygon', coordinates: [ring] }
}

function outerRings(geometry: Polygon | MultiPolygon): Position[][] {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  return polygons.map((rings) => rings[0] ?? []).filter((ring) => ring.length > 3)
}

function signedArea(ring: Position[]): number {
  let twice = 0
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [x1 = 0, y1 = 0] = ring[i]!
    const [x2 = 0, y2 = 0] = ring[i + 1]!
    twice += x1 * y2 - x2 * y1
  }
  return twice / 2
}

function crossings(ring: Position[], lat: number): number[] {
  const found: number[] = []
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [x1 = 0, y1 = 0] = ring[i]!
    const [x2 = 0, y2 = 0] = ring[i + 1]!
    if (y1 > lat !== y2 > lat) found.push(x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1))
  }
  return found.sort((a, b) => a - b)
}

/** A point well inside the largest part: the middle of the widest run at half height. */
export function labelPoint(geometry: Polygon | MultiPolygon): LonLat | null {
  const rings = outerRings(geometry)
  if (!rings.length) return null
  const ring = rings.reduce((a, b) => (Math.abs(signedArea(b)) > Math.abs(signedArea(a)) ? b : a))
  const lats = ring.map(([, lat = 0]) => lat)
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2
  const across = crossings(ring, lat)
  let best: [number, number] | null = null
  for (let i = 0; i + 1 < across.length; i += 2) {
    const run: [number, number] = [across[i]!, across[i + 1]!]
    if (!best || run[1] - run[0] > best[1] - best[0]) best = run
  }
  return best ? { lon: (best[0] + best[1]) / 2, lat } : null
}

/** The middle of the northern edge: a name there lies over few of the marks inside. */
export function topPoint(geometry: Polygon | MultiPolygon): LonLat | null {
  const bounds = boundsOf(outerRings(geometry).flat())
  return bounds && { lon: (bounds[0] + bounds[2]) / 2, lat: bounds[3] }
}

export function boundsOf(points: Iterable<Position>): Bounds | null {
  let bounds: Bounds | null = null
  for (const [lon = 0, lat = 0] of points) {
    bounds = bounds
      ? [
          Math.min(bounds[0], lon),
          Math.min(bounds[1], lat),
          Math.max(bounds[2], lon),
          Math.max(bounds[3], lat),
        ]
      : [lon, lat, lon, lat]
  }
  return bounds
}

export function boundsOfAreas(areas: Areas): Bounds | null {
  return boundsOf(areas.features.flatMap((area) => outerRings(area.geometry).flat()))
}

/** One labelled point for each area, so that a name is written once and not once a tile. */
/** Wider than a label of one line. */
const LINE_CHARS = 10

/** What stands in brackets begins its own line where it would be broken apart. */
export function lined(name: string): string {
  const bracket = name.search(/[（(]/)
  const [first = ''] = name.split('\n')
  return bracket > 0 && first.length > LINE_CHARS
    ? `${name.slice(0, bracket)}\n${name.slice(bracket)}`
    : name
}

export function labelFeatures(areas: Areas, place: typeof labelPoint): Feature[] {
  return areas.features.flatMap((area) => {
    const at = place(area.geometry)
    if (!at) return []
    return [
      {
        type: 'Feature' as const,
        properties: { ...area.properties, name: lined(area.properties.name) },
        geometry: { type: 'Point' as const, coordinates: [at.lon, at.lat] },
      },
    ]
  })
}
