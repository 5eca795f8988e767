/** Photos that can be compared, and which two are shown first. Pure. */
import type { Photo } from './types'

export const OF = ['original', 'recheck', 'alike'] as const
export type Of = (typeof OF)[number]

/** What the server tells of other records' photos; `own`: what those of the record itself are. */
export interface Beside {
  own: Exclude<Of, 'alike'>
  photos: (Photo & { of: Of; record_id: string })[]
}

export interface Choice {
  id: string
  corrected_at: string
  of: Of
  /** Which photo of its record. */
  n: number
  own: boolean
}

export type Pair = readonly [left: Choice, right: Choice]

/** Those that are there, in the order they were taken; none when there is nothing to compare the record's own with. */
export function choicesOf(photos: readonly Photo[], beside: Beside | null): Choice[] {
  const of = beside?.own ?? 'original'
  const mine = photos.map((photo, at) => ({ photo, of, n: at + 1, own: true }))
  const seen = new Map<string, number>()
  const others = (beside?.photos ?? []).map((photo) => {
    const source = `${photo.of} ${photo.record_id}`
    seen.set(source, (seen.get(source) ?? 0) + 1)
    return { photo, of: photo.of, n: seen.get(source)!, own: false }
  })
  const there = [...mine, ...others].filter(({ photo }) => photo.state === 'complete')
  if (!there.some(({ own }) => own)) return []
  return there
    .map(({ photo: { id, corrected_at }, ...rest }) => ({ id, corrected_at, ...rest }))
    .sort((a, b) => Date.parse(a.corrected_at) - Date.parse(b.corrected_at))
}

/** What says most beside an own photo comes first: a later look, an earlier one, a twin, another of the same record. */
const BEST = (one: Choice): number =>
  one.own ? OF.length : ['recheck', 'original', 'alike'].indexOf(one.of)

/** The photo that was looked at and the best one beside it, the newest of these; the earlier one on the left. */
export function firstPair(choices: readonly Choice[], shown: string): Pair {
  const mine = choices.find(({ id }) => id === shown) ?? choices.find(({ own }) => own)!
  const [other] = choices
    .filter(({ id }) => id !== mine.id)
    .reverse()
    .sort((a, b) => BEST(a) - BEST(b))
  return choices.indexOf(mine) < choices.indexOf(other!) ? [mine, other!] : [other!, mine]
}

/** Another photo on a side; the one of the other side changes places with it. */
export function chosen([left, right]: Pair, side: 0 | 1, one: Choice): Pair {
  if (side === 0) return one.id === right.id ? [right, left] : [one, right]
  return one.id === left.id ? [right, left] : [left, one]
}

/** Where a key moves the divider to, in percent from the left; null when it moves nothing. */
export function movedBy(key: string, at: number): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -2,
    ArrowDown: -2,
    ArrowRight: 2,
    ArrowUp: 2,
    PageDown: -10,
    PageUp: 10,
    Home: -100,
    End: 100,
  }
  const step = steps[key]
  return step === undefined ? null : Math.max(0, Math.min(100, at + step))
}
