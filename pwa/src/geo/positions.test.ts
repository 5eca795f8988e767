// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { distanceM, roundedAccuracyM, roundedPosition } from './positions'

interface Contract {
  distances: { a: [number, number]; b: [number, number]; metres: number }[]
  rounded: { lon: number; lat: number; rounded_lon: number; rounded_lat: number }[]
}

const contract = JSON.parse(readFileSync('../tests/contract/positions.json', 'utf8')) as Contract

it('measures as the server does', () => {
  for (const { a, b, metres } of contract.distances)
    expect(distanceM({ lon: a[0], lat: a[1] }, { lon: b[0], lat: b[1] })).toBeCloseTo(metres, 3)
})

it('rounds as the server does', () => {
  for (const { lon, lat, rounded_lon, rounded_lat } of contract.rounded)
    expect(roundedPosition({ lon, lat })).toEqual({ lon: rounded_lon, lat: rounded_lat })
  expect(roundedAccuracyM(12)).toBe(92)
})
