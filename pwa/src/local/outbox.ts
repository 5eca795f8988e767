/** The queue as sync uses it: what may go, what the server said, what a person decides about what it did not take. */
import { db } from './db'
import { save, settle } from './records'
import type { ChangeState, OutboxRow, Refusal } from './rows'
import { AFTER_ANSWER, chosen, type PushResult, withoutKeeper } from './states'

export async function waiting(person: string): Promise<OutboxRow[]> {
  const rows = await db.outbox
    .where('[person+state]')
    .between([person, ''], [person, '\uffff'])
    .toArray()
  return rows.sort((a, b) => a.seq - b.seq)
}

async function mark(rows: readonly OutboxRow[], state: ChangeState): Promise<void> {
  await db.transaction('rw', db.records, db.outbox, async () => {
    for (const row of rows) {
      await db.outbox.update(row.seq, { state })
      await settle(row.person, row.record)
    }
  })
}

export const markSending = (rows: readonly OutboxRow[]) => mark(rows, 'sending')

/** No answer came: each row goes back to what it was. The change ids stay the same. */
export async function giveBack(rows: readonly OutboxRow[]): Promise<void> {
  const wasHeld = rows.filter((row) => row.state === 'held')
  await mark(
    rows.filter((row) => row.state !== 'held'),
    'queued',
  )
  await mark(wasHeld, 'held')
}

export async function park(row: OutboxRow, refusal: Refusal): Promise<void> {
  await applyAnswer(
    [row],
    [
      {
        change_id: row.change_id,
        id: row.record,
        status: 'refused',
        revision: null,
        error: refusal,
      },
    ],
  )
}

async function delivered(row: OutboxRow, revision: number | null): Promise<void> {
  await db.outbox.delete(row.seq)
  const record = await db.records.get([row.person, row.record])
  if (!record) return
  const left = await db.outbox.where('[person+record]').equals([row.person, row.record]).count()
  const data = record.body.data && !left ? withoutKeeper(record.body.data) : record.body.data
  await db.records.update([row.person, row.record], {
    revision: Math.max(record.revision, revision ?? 0),
    body: { ...record.body, data, theirs: left ? record.body.theirs : null },
  })
}

async function answerOne(row: OutboxRow, result: PushResult): Promise<void> {
  const next = AFTER_ANSWER[result.status]
  if (next === null) await delivered(row, result.revision)
  else
    await db.outbox.update(row.seq, { state: next, body: { ...row.body, refusal: result.error } })
  await settle(row.person, row.record)
}

/** Every answer is written down, in one transaction, before anything else is sent. Rows without an answer go back. */
export async function applyAnswer(
  rows: readonly OutboxRow[],
  results: readonly PushResult[],
): Promise<void> {
  const byChange = new Map(results.map((result) => [result.change_id, result]))
  await db.transaction('rw', db.records, db.outbox, async () => {
    for (const row of rows) {
      const result = byChange.get(row.change_id)
      if (result && result.status in AFTER_ANSWER) await answerOne(row, result)
    }
  })
  await giveBack(rows.filter((row) => !byChange.has(row.change_id)))
}

/** Sends a refused record again as it is: a new change with the same content. */
export async function sendAgain(person: string, id: string): Promise<void> {
  const row = await db.records.get([person, id])
  if (!row?.body.data) return
  const { kind, parent, body } = row
  await save({ id, person, kind, parent, capturedAt: body.capturedAt }, row.body.data)
}

/** Settles a conflict: mine goes out on top of theirs, or theirs becomes the record. Both stay in the server's log. */
export async function chooseSide(
  person: string,
  id: string,
  side: 'mine' | 'theirs',
): Promise<void> {
  await db.transaction('rw', db.records, db.outbox, db.photos, db.meta, async () => {
    const row = await db.records.get([person, id])
    const theirs = row?.body.theirs
    if (!row?.body.data || !theirs) return
    const changes = await db.outbox.where('[person+record]').equals([person, id]).toArray()
    const fields = changes.flatMap((change) => Object.keys(change.body.refusal?.fields ?? {}))
    const data = side === 'mine' ? chosen(row.body.data, theirs.data, fields) : theirs.data
    const body = { ...row.body, data, theirs: null, meta: theirs.meta ?? row.body.meta }
    await db.records.put({ ...row, revision: theirs.revision, body })
    await db.outbox.bulkDelete(changes.map((change) => change.seq))
    if (side === 'mine')
      await save(
        { id, person, kind: row.kind, parent: row.parent, capturedAt: body.capturedAt },
        data,
      )
    await settle(person, id)
  })
}
