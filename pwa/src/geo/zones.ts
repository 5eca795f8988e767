/** Which key zone a fix lies in, and how sure that is: the same answers as geo/zones.py, see tests/contract/zones.json. */
import type { MultiPolygon, Polygon } from 'geojson'
import { contains, outerEdges, outlineOf, SEAM_DEGREES, type Box, type Outline } from './polygons'
import { conformalEdges, conformalLat, conformalRadius, distanceToEdges } from './projection'
import { radians } from './positions'

export type Certainty = 'outside' | 'inside' | 'uncertain'

export interface KeyZone {
  readonly id: string
  readonly geometry: Polygon | MultiPolygon
}

export interface Decision {
  readonly certainty: Certainty
  readonly zoneId: string | null
}

/** The box is laid on the sphere, the circle on the conformal picture: a thousandth covers the difference. */
const BOX_MARGIN = 1.001

interface Indexed {
  readonly id: string
  readonly outline: Outline
  readonly edges: Float64Array
  readonly outer: Float64Array
}

interface Nearness {
  readonly id: string
  readonly within: boolean
  readonly edge: number
  readonly outer: number
}

/**
 * The key zones in force at one time. A fix is inside when its accuracy circle lies wholly in the union of the zones,
 * outside when it lies wholly without, else uncertain. Where zones overlap, the lowest id is named.
 */
export class ZoneIndex {
  private readonly zones: readonly Indexed[]

  constructor(zones: readonly KeyZone[]) {
    const ordered = [...zones].sort((a, b) => (a.id < b.id ? -1 : 1))
    const outlines = ordered.map((zone) => outlineOf(zone.geometry))
    this.zones = ordered.map((zone, at) => indexed(zone.id, outlines[at]!, outlines))
  }

  classify(lon: number, lat: number, accuracyM: number): Decision {
    if (![lon, lat, accuracyM].every(Number.isFinite) || accuracyM < 0 || Math.abs(lat) >= 90)
      throw new RangeError('a position or an accuracy is no usable number')
    const radius = conformalRadius(accuracyM, lat)
    const reach = Math.max(radius * BOX_MARGIN, 2 * SEAM_DEGREES)
    const box = boxAround(lon, lat, reach)
    const near = this.zones
      .filter((zone) => overlap(zone.outline.box, box))
      .map((zone) => nearness(zone, lon, lat))
    const certainty = certaintyOf(near, radius)
    const zoneId = certainty === 'outside' ? null : nameOf(near, Math.max(radius, 2 * SEAM_DEGREES))
    return { certainty, zoneId }
  }
}

function indexed(id: string, outline: Outline, all: readonly Outline[]): Indexed {
  const others = all.filter((other) => other !== outline)
  const outer = conformalEdges(outerEdges(outline, others))
  return { id, outline, edges: conformalEdges(outline.edges), outer }
}

function nearness(zone: Indexed, lon: number, lat: number): Nearness {
  const y = conformalLat(lat)
  return {
    id: zone.id,
    within: contains(zone.outline, lon, lat),
    edge: distanceToEdges(lon, y, zone.edges),
    outer: distanceToEdges(lon, y, zone.outer),
  }
}

function certaintyOf(near: readonly Nearness[], radius: number): Certainty {
  const outer = Math.min(...near.map((zone) => zone.outer))
  if (outer <= radius) return 'uncertain'
  if (near.some((zone) => zone.within)) return 'inside'
  // In a closed seam: between zones, and what is nearest does not bound the union.
  const edge = Math.min(...near.map((zone) => zone.edge))
  return edge <= SEAM_DEGREES && edge < outer ? 'inside' : 'outside'
}

/** The first zone that contains the fix, else the one with the nearest edge within reach. */
function nameOf(near: readonly Nearness[], reach: number): string | null {
  const containing = near.find((zone) => zone.within)
  if (containing) return containing.id
  let nearest: Nearness | null = null
  for (const zone of near)
    if (zone.edge <= reach && (!nearest || zone.edge < nearest.edge)) nearest = zone
  return nearest?.id ?? null
}

function boxAround(lon: number, lat: number, reach: number): Box {
  const along = reach * Math.cos(radians(lat))
  return [lon - reach, lat - along, lon + reach, lat + along]
}

function overlap(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}
