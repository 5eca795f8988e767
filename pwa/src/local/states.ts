/** The life of a change and of its record. Pure: every move stands in these tables. */
import type { ChangeState, RecordState, Refusal, ServerMeta, RecordData } from './rows'

export type Verdict = 'accepted' | 'duplicate' | 'conflict' | 'refused' | 'held'

export interface PushResult {
  change_id: string
  id: string
  status: Verdict
  revision: number | null
  error: Refusal | null
}

/** What becomes of a change when its answer is in. `null`: delivered, the row goes. */
export const AFTER_ANSWER: Record<Verdict, ChangeState | null> = {
  accepted: null,
  duplicate: null,
  held: 'held',
  conflict: 'conflict',
  refused: 'refused',
}

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

export interface Theirs {
  data: RecordData
  meta: ServerMeta | null
  revision: number
}

/** The body a person chose: mine on top of theirs where the two differ, or theirs as it is. */
export function chosen(
  mine: RecordData,
  theirs: RecordData,
  fields: readonly string[],
): RecordData {
  const named = fields.filter((field) => field in mine || field in theirs)
  const contested = named.length ? named : Object.keys(mine)
  const taken = contested.filter((field) => field in mine).map((field) => [field, mine[field]])
  return { ...theirs, ...Object.fromEntries(taken) }
}
