/** Moving a change through its life: the only place that changes its state. Within the caller's transaction. */
import { db } from './db'
import { type ChangeEvent, LIFE, type Stage } from './life'
import type { OutboxBody, OutboxRow, SentRow } from './rows'
import { noteVoided } from './signing'
import { withoutKeeper } from './states'

export async function unanswered(person: string, record: string): Promise<OutboxRow[]> {
  return db.outbox.where('[person+record]').equals([person, record]).sortBy('seq')
}

export function asSent({ state: _state, ...row }: OutboxRow): SentRow {
  const body = { ...row.body, data: withoutKeeper(row.body.data), refusal: null }
  return { ...row, delivered_at: new Date().toISOString(), body }
}

/** Lets an event happen to a change that waits. Returns where it is now. */
export async function move(
  row: OutboxRow,
  event: ChangeEvent,
  more: Partial<OutboxBody> = {},
): Promise<Stage> {
  const stage = LIFE[row.state][event]
  if (stage === 'gone') {
    await db.outbox.delete(row.seq)
    if (event !== 'cleared') await noteVoided(row) // the office has that one
  } else if (stage === 'delivered') {
    await db.outbox.delete(row.seq)
    await db.sent.put(asSent({ ...row, body: { ...row.body, ...more } }))
  } else await db.outbox.update(row.seq, { state: stage, body: { ...row.body, ...more } })
  return stage
}

/** A delivered change back in its old place in the queue. Nobody knows whether the server has it. */
export async function revive({ delivered_at: _at, ...row }: SentRow): Promise<void> {
  await db.sent.delete(row.change_id)
  await db.outbox.put({ ...row, state: 'queued', body: { ...row.body, tried: true } })
}
