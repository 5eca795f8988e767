/** The life of a change and of its record. Pure: every move stands in these tables. */
import { sameValue } from './same'
import type { ChangeState, RecordData, RecordState, Refusal } from './rows'

export type Verdict = 'accepted' | 'duplicate' | 'conflict' | 'refused' | 'held'

export interface PushResult {
  change_id: string
  id: string
  status: Verdict
  revision: number | null
  error: Refusal | null
}

export const VERDICTS: readonly Verdict[] = ['accepted', 'duplicate', 'conflict', 'refused', 'held']

/** Changes that may be sent. `sending` too: its answer was lost with the page or the network, and repeats are harmless. */
export const SENDABLE: readonly ChangeState[] = ['queued', 'sending', 'held']

/** Changes that wait for a person. */
export const PARKED: readonly ChangeState[] = ['refused', 'conflict']

const WORST_FIRST: readonly ChangeState[] = ['conflict', 'refused', 'sending', 'queued', 'held']

/** A record shows the most pressing state of its changes; with none left it is delivered. */
export function recordState(changes: readonly ChangeState[]): RecordState {
  return WORST_FIRST.find((state) => changes.includes(state)) ?? 'sent'
}

/** Keeper data leaves the phone's row as soon as the server holds it. */
export function withoutKeeper(data: RecordData): RecordData {
  const { keeper: _keeper, ...rest } = data
  return rest
}

export type Side = 'mine' | 'theirs'

interface Versions {
  mine: RecordData
  theirs: RecordData
  /** What mine was changed from; without it, only what theirs lacks counts as mine. */
  basis: RecordData | null
}

function pick(field: string, { mine, theirs, basis }: Versions): Side {
  if (!basis) return field in mine && !(field in theirs) ? 'mine' : 'theirs'
  return sameValue(mine[field], basis[field]) ? 'theirs' : 'mine'
}

/** The body a person chose: that side where both changed a field; elsewhere nobody's change is given up. */
export function chosen(side: Side, versions: Versions, contested: readonly string[]): RecordData {
  const { mine, theirs } = versions
  const named = contested.length ? contested : Object.keys({ ...theirs, ...mine })
  const taken = Object.keys({ ...theirs, ...mine }).map((field) => {
    const from = named.includes(field) ? side : pick(field, versions)
    return [field, from === 'mine' ? mine[field] : theirs[field]] as const
  })
  return Object.fromEntries(taken.filter(([, value]) => value !== undefined))
}
