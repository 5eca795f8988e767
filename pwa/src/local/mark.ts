/**
 * How many records and drafts had not been delivered, told outside the database: when the browser clears that and leaves this, the
 * loss is noticed. Ids and numbers only.
 */
import { follow } from './live'
import { type Unsent, unsentOf } from './unsent'
import { vaultOf } from './vaults'

export interface Loss {
  person: string
  unsent: number
  noticedAt: string
  /** The server's audit log has it. */
  told: boolean
}

const UNSENT = 'qx.unsent'
/** It lists what waits: after a long list it rests. */
const LONG_REST = 5
const LOST = 'qx.lost'

function read<T>(key: string, otherwise: T): T {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? 'null') as T | null) ?? otherwise
  } catch {
    return otherwise
  }
}

const write = (key: string, value: unknown) => localStorage.setItem(key, JSON.stringify(value))

export function noteUnsent(person: string, unsent: number): void {
  const { [person]: _before, ...others } = read<Record<string, number>>(UNSENT, {})
  write(UNSENT, unsent ? { ...others, [person]: unsent } : others)
}

/** Keeps the mark in step with the queue. */
export function followUnsent(person: string): () => void {
  const next = ({ records, drafts }: Unsent) => noteUnsent(person, records + drafts)
  return follow(() => unsentOf(person), { next, rest: LONG_REST })
}

export const losses = () => read<Loss[]>(LOST, [])

/** At the start: who had unsent work and has no data key here any more has lost it with the database. */
export async function noticeLoss(now = new Date()): Promise<void> {
  for (const [person, unsent] of Object.entries(read<Record<string, number>>(UNSENT, {}))) {
    if (await vaultOf(person)) continue
    write(LOST, [...losses(), { person, unsent, noticedAt: now.toISOString(), told: false }])
    noteUnsent(person, 0)
  }
}

export function lossTold(loss: Loss): void {
  const same = (one: Loss) => one.person === loss.person && one.noticedAt === loss.noticedAt
  write(
    LOST,
    losses().map((one) => (same(one) ? { ...one, told: true } : one)),
  )
}

/** The person has read it. What the server has not been told stays until it has. */
export function lossesRead(): void {
  write(
    LOST,
    losses().filter((one) => !one.told),
  )
}
