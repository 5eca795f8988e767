/** The life of a change on the phone as one table. Pure; `docs/sync.md` shows the same one and a test compares them. */
import type { ChangeState } from './rows'

/** Where a change is: waiting in one of its states, delivered and kept for a while, or gone from this phone. */
export type Stage = ChangeState | 'delivered' | 'gone'

export const EVENTS = [
  /** It goes into a batch that leaves now. */
  'taken',
  /** The server's answers. */
  'accepted',
  'duplicate',
  'held',
  'conflict',
  'refused',
  /** The batch ended without an answer for it, or the page did. */
  'unanswered',
  /** A newer change of the record comes after it. */
  'followed',
  /** A newer change of the record carries all that it carried. */
  'replaced',
  /** Taken back before it ever left the phone. */
  'erased',
  /** The person cleared it off the phone: the office has given its receipt for it. */
  'cleared',
  /** The server was set back to an older state: what it has lost is sent again. */
  'restored',
  /** It was kept its time after its delivery. */
  'expired',
] as const

export type ChangeEvent = (typeof EVENTS)[number]

const stays = (stage: Stage) =>
  Object.fromEntries(EVENTS.map((event) => [event, stage])) as Record<ChangeEvent, Stage>

/** Whatever state it waits in, the server's word on a change is the truth about it. */
const ANSWERS = {
  accepted: 'delivered',
  duplicate: 'delivered',
  held: 'held',
  conflict: 'conflict',
  refused: 'refused',
} as const

/** Whatever state it waits in: something else has taken its place, or the office has it. */
const LEAVES = { replaced: 'gone', cleared: 'gone' } as const

export const LIFE: Record<Stage, Record<ChangeEvent, Stage>> = {
  queued: {
    ...stays('queued'),
    ...ANSWERS,
    ...LEAVES,
    taken: 'sending',
    erased: 'gone',
  },
  sending: {
    ...stays('sending'),
    ...ANSWERS,
    ...LEAVES,
    unanswered: 'queued',
    restored: 'queued',
  },
  held: { ...stays('held'), ...ANSWERS, ...LEAVES },
  refused: { ...stays('refused'), ...ANSWERS, ...LEAVES, erased: 'gone' },
  conflict: { ...stays('conflict'), ...ANSWERS, ...LEAVES },
  delivered: { ...stays('delivered'), restored: 'queued', expired: 'gone' },
  gone: stays('gone'),
}
