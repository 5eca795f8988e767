/** GCJ-02, the system of most Chinese base maps; loaded only where one lies below. */
import gcoord from 'gcoord'
import type { Frame } from '../frame'
import type { LonLat } from '../types'

const TRIES = 8
const CLOSE = 1e-10

function drawn({ lon, lat }: LonLat): LonLat {
  const [toLon, toLat] = gcoord.transform<[number, number]>([lon, lat], gcoord.WGS84, gcoord.GCJ02)
  return { lon: toLon, lat: toLat }
}

/** By search: there is no formula for the way back, and a boundary must come back as it was drawn. */
function ground(at: LonLat): LonLat {
  let guess = at
  for (let tried = 0; tried < TRIES; tried++) {
    const there = drawn(guess)
    const miss = { lon: at.lon - there.lon, lat: at.lat - there.lat }
    guess = { lon: guess.lon + miss.lon, lat: guess.lat + miss.lat }
    if (Math.abs(miss.lon) < CLOSE && Math.abs(miss.lat) < CLOSE) break
  }
  return guess
}

export const GCJ_FRAME: Frame = { shifted: true, drawn, ground }
