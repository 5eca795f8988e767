/** Zones change on a day: one index for each stretch of time between two changes (geo/timeline.py). */
import { ZoneIndex, type Decision, type KeyZone } from './zones'

/** In force from `validFromMs` until just before `validUntilMs` (null: until further notice), epoch milliseconds. */
export interface ZoneVersion extends KeyZone {
  readonly validFromMs: number
  readonly validUntilMs: number | null
}

/** Midnight in Shanghai at the start of a day written 2026-07-01, as epoch milliseconds; an instant stays itself. */
export function startMs(dayOrInstant: string): number {
  return Date.parse(dayOrInstant.length === 10 ? `${dayOrInstant}T00:00:00+08:00` : dayOrInstant)
}

export class ZoneTimeline {
  private readonly changes: readonly number[]
  private readonly indexes = new Map<number, ZoneIndex>()

  constructor(private readonly versions: readonly ZoneVersion[]) {
    const ends = versions.flatMap((version) => [version.validFromMs, version.validUntilMs])
    const known = ends.filter((end) => end !== null)
    if (!known.every(Number.isFinite))
      throw new RangeError('a zone is valid from or until no instant')
    this.changes = [...new Set(known)].sort((a, b) => a - b)
  }

  /** The index of the zones in force at an instant; built when it is first asked for. */
  at(instantMs: number): ZoneIndex {
    const start = this.changes.findLast((change) => change <= instantMs) ?? -Infinity
    const known = this.indexes.get(start)
    if (known) return known
    const index = new ZoneIndex(this.versions.filter((version) => inForce(version, start)))
    this.indexes.set(start, index)
    return index
  }

  /** Decide one fix by the zones in force at its time. */
  classify(lon: number, lat: number, accuracyM: number, atMs: number): Decision {
    return this.at(atMs).classify(lon, lat, accuracyM)
  }
}

function inForce(version: ZoneVersion, instantMs: number): boolean {
  const over = version.validUntilMs !== null && version.validUntilMs <= instantMs
  return version.validFromMs <= instantMs && !over
}
