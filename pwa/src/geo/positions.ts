/** Positions on the ground: WGS-84 degrees, longitude first. The same figures and names as geo/positions.py. */

export const EARTH_RADIUS_M = 6_371_000
export const METRES_PER_DEGREE = 111_194.93
const ROUNDING_PER_DEGREE = 1_000
const ROUNDING_ERROR_M = 80

export interface LonLat {
  readonly lon: number
  readonly lat: number
}

export function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}

/** Great-circle distance in metres (haversine, so that short distances keep their digits). */
export function distanceM(a: LonLat, b: LonLat): number {
  const halfLat = Math.sin(radians(b.lat - a.lat) / 2)
  const halfLon = Math.sin(radians(b.lon - a.lon) / 2)
  const chord =
    halfLat * halfLat + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * halfLon * halfLon
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(Math.min(1, chord)))
}

/** The nearest point of a grid of 0.001 degrees, about 100 m: what is kept of a volunteer's position. */
export function roundedPosition(position: LonLat): LonLat {
  return { lon: rounded(position.lon), lat: rounded(position.lat) }
}

/** The accuracy that a rounded position can still claim, in metres. */
export function roundedAccuracyM(accuracyM: number): number {
  return accuracyM + ROUNDING_ERROR_M
}

function rounded(degrees: number): number {
  return Math.floor(degrees * ROUNDING_PER_DEGREE + 0.5) / ROUNDING_PER_DEGREE
}
