/** The queue as sync uses it: what may go, what the server said, what a person decides about what it did not take. */
import { db } from './db'
import { move, unanswered } from './changes'
import { told, withTheirs } from './feed'
import { queue, settle } from './records'
import type { OutboxBody, OutboxRow, RecordRow, Refusal } from './rows'
import { sameValue } from './same'
import { Sheet } from './sheet'
import { type Pen, signing } from './signing'
import {
  chosen,
  PARKED,
  type PushResult,
  type Side,
  type Verdict,
  VERDICTS,
  withoutKeeper,
} from './states'

export async function waiting(person: string): Promise<OutboxRow[]> {
  const rows = await db.outbox
    .where('[person+state]')
    .between([person, ''], [person, '\uffff'])
    .toArray()
  return rows.sort((a, b) => a.seq - b.seq)
}

/** The same for some changes, each as it stands in the database now: others may have gone meanwhile. */
async function each(
  rows: readonly OutboxRow[],
  event: 'taken' | 'unanswered',
  more: Partial<OutboxBody>,
): Promise<void> {
  if (!rows.length) return
  await db.transaction('rw', db.records, db.outbox, db.sent, async () => {
    const sheet = await Sheet.of(rows)
    for (const row of rows) {
      const now = sheet.now(row)
      if (now) sheet.move(now, event, more)
    }
    await sheet.write()
  })
}

export const markSending = (rows: readonly OutboxRow[]) => each(rows, 'taken', { tried: true })

/** No answer came. The change ids stay the same: sent again, each is applied once. */
export const giveBack = (rows: readonly OutboxRow[]) => each(rows, 'unanswered', {})

/** What an earlier page took and never brought to an end. */
export async function giveBackStale(person: string): Promise<void> {
  const taken = db.outbox.where('[person+state]').equals([person, 'sending'])
  await giveBack(await taken.toArray())
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

const untold = (row: OutboxRow) => ({ change_id: row.change_id, told: false })

/** Changes of the record still wait: they rest on what this one made of it. */
function restingOn(row: OutboxRow, record: RecordRow, revision: number): RecordRow {
  const data = withoutKeeper(row.body.data)
  const basis = row.op === 'put' ? { revision, data } : null
  return { ...record, revision, body: { ...record.body, basis, last: untold(row) } }
}

/** Nothing waits any more. Until the feed tells what the server made of it, the next change comes after this one. */
function atRest(row: OutboxRow, record: RecordRow, revision: number): RecordRow {
  const { data } = record.body
  const body = { ...record.body, basis: null, theirs: null, data: data && withoutKeeper(data) }
  return { ...record, revision, body: { ...body, last: untold(row) } }
}

function delivered(sheet: Sheet, row: OutboxRow, revision: number | null): void {
  const record = sheet.record(row)
  if (!record) return
  const { theirs } = record.body
  const now = Math.max(record.revision, revision ?? 0)
  // The feed brought this before the answer to what waited here, and will not bring it again.
  const toldBefore = theirs && theirs.revision >= now ? theirs : null
  if (sheet.waits(row).length) sheet.put(restingOn(row, record, now))
  else if (toldBefore?.deleted) sheet.leave(row)
  else if (toldBefore)
    sheet.put(withTheirs({ ...record, body: { ...record.body, last: untold(row) } }, toldBefore))
  else sheet.put(atRest(row, record, now))
}

/** To withdraw what the server does not have is done. */
const isGone = (row: OutboxRow, { status, error }: PushResult) =>
  row.op === 'delete' && status === 'refused' && error?.code === 'unknown_record'

/** Of two results of a re-check the server keeps both: there is nothing to choose. */
const isKeptBeside = (row: OutboxRow, { status }: PushResult) =>
  row.kind === 'recheck' && status === 'conflict'

function answerOne(sheet: Sheet, sent: OutboxRow, result: PushResult & { status: Verdict }): void {
  // Replaced while it was under way: what the server took of it is delivered all the same.
  const row = sheet.now(sent) ?? sent
  const verdict = isGone(row, result) || isKeptBeside(row, result) ? 'accepted' : result.status
  const stage = sheet.move(row, verdict, { refusal: result.error })
  if (!isGone(row, result)) {
    if (stage === 'delivered') delivered(sheet, row, result.revision)
  } else if (!sheet.waits(row).length) sheet.leave(row)
}

const understood = (result: PushResult | undefined): result is PushResult =>
  result !== undefined && VERDICTS.includes(result.status)

/** Every answer is written down, in one transaction, before anything else is sent. Rows without an answer go back. */
export async function applyAnswer(
  rows: readonly OutboxRow[],
  results: readonly PushResult[],
): Promise<void> {
  const byChange = new Map(results.map((result) => [result.change_id, result]))
  const tables = [db.records, db.outbox, db.sent, db.photos, db.photoBytes]
  await db.transaction('rw', tables, async () => {
    const sheet = await Sheet.of(rows)
    for (const row of rows) {
      const result = byChange.get(row.change_id)
      if (understood(result)) answerOne(sheet, row, result)
    }
    await sheet.write()
  })
  await giveBack(rows.filter((row) => !understood(byChange.get(row.change_id))))
}

/** Sends a refused record again as it is, or wishes its withdrawal again: a new change with the same content. */
export async function sendAgain(person: string, id: string): Promise<void> {
  await signing(person, [db.records, db.outbox], async (pen) => {
    const row = await db.records.get([person, id])
    if (!row?.body.data) return
    const { withdrawn, data } = row.body
    const waits = await unanswered(person, id)
    if (withdrawn) await queue(row, 'delete', { reason: withdrawn }, pen, waits)
    else await queue(row, 'put', data, pen, waits)
  })
}

function settled(
  row: RecordRow,
  theirs: NonNullable<RecordRow['body']['theirs']>,
  data: RecordRow['body']['data'],
): RecordRow {
  const meta = theirs.meta ?? row.body.meta
  const change = theirs.meta?.change_id ?? null
  const basis = { revision: theirs.revision, data: theirs.data, change }
  const body = { ...row.body, data, basis, theirs: null, meta, last: told(row.body.last) }
  return { ...row, revision: theirs.revision, body }
}

/** A wish to withdraw against a newer edit: wished again upon that edit, or given up. */
async function chooseWithdrawal(row: RecordRow, side: Side, pen: Pen): Promise<void> {
  const reason = row.body.withdrawn ?? ''
  if (side === 'theirs') row.body.withdrawn = undefined
  await db.records.put(row)
  if (side === 'mine') await queue(row, 'delete', { reason }, pen, [])
}

async function chooseFields(
  row: RecordRow,
  theirs: NonNullable<RecordRow['body']['theirs']>,
  pen: Pen,
): Promise<void> {
  await db.records.put(row)
  const data = row.body.data ?? {}
  if (!sameValue(data, theirs.data)) await queue(row, 'put', data, pen, [])
}

/**
 * Settles a conflict upon what the server holds now. Contested fields take the chosen side; what only this phone
 * changed goes out in any case. Both stay in the server's log.
 */
export async function chooseSide(person: string, id: string, side: Side): Promise<void> {
  await signing(person, [db.records, db.outbox], async (pen) => {
    const row = await db.records.get([person, id])
    const theirs = row?.body.theirs
    if (!row?.body.data || !theirs) return
    const changes = await unanswered(person, id)
    const parked = changes.filter((change) => PARKED.includes(change.state))
    const fields = parked.flatMap((change) => Object.keys(change.body.refusal?.fields ?? {}))
    const basis = row.body.basis?.data ?? null
    for (const change of changes) await move(change, 'replaced')
    if (parked.some((change) => change.op === 'delete')) {
      await chooseWithdrawal(settled(row, theirs, theirs.data), side, pen)
    } else {
      const versions = { mine: row.body.data, theirs: theirs.data, basis }
      await chooseFields(settled(row, theirs, chosen(side, versions, fields)), theirs, pen)
    }
    await settle(person, id)
  })
}
