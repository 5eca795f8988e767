/** Writing records: a draft as it is typed, and a saved record together with the change that carries it. */
import { move, unanswered } from './changes'
import { db } from './db'
import type { Basis, Kind, OutboxRow, RecordBody, RecordData, RecordRow } from './rows'
import { sameValue } from './same'
import { evidenceOf, type Pen, signing, unnamedPhotos } from './signing'
import { PARKED, recordState } from './states'

export interface Target {
  id: string
  person: string
  kind: Kind
  parent: string | null
  capturedAt: string
  /** What the form was opened on; left out, what the phone holds now. */
  basis?: Basis | null
}

const instant = () => new Date().toISOString()

function newBody(capturedAt: string): RecordBody {
  return { data: null, draft: null, draftAt: null, capturedAt, meta: null, theirs: null }
}

function newRow(target: Target): RecordRow {
  const now = instant()
  const { id, person, kind, parent, capturedAt } = target
  return {
    id,
    person,
    kind,
    parent,
    state: 'draft',
    revision: 0,
    mine: true,
    pull: '',
    created_at: now,
    updated_at: now,
    body: newBody(capturedAt),
  }
}

/** Plain data without the proxies of a form and without empty fields. */
export function plain<T>(data: T): T {
  return JSON.parse(JSON.stringify(data)) as T
}

/** The delivered change that the record's data is the outcome of, as far as the feed has not told. */
function untold({ last }: RecordBody): string | null {
  return last && !last.told ? last.change_id : null
}

function basisOf(row: RecordRow, waits: readonly OutboxRow[]): Basis | null {
  const { data } = row.body
  const last = waits.findLast((one) => !PARKED.includes(one.state))
  const after = last?.change_id ?? untold(row.body)
  const change = row.body.meta?.change_id ?? null
  return data && { revision: row.revision, data, after, change }
}

/** What a form opened now shows; null when nothing was saved yet. */
export const seen = async (row: RecordRow) =>
  row.body.data && basisOf(row, await unanswered(row.person, row.id))

export async function saveDraft(target: Target, draft: RecordData): Promise<string> {
  const at = instant()
  await db.transaction('rw', db.records, db.outbox, async () => {
    const row = (await db.records.get([target.person, target.id])) ?? newRow(target)
    const draftBasis = target.basis ?? row.body.draftBasis ?? (await seen(row))
    const body = { ...row.body, draft: plain(draft), draftAt: at, draftBasis }
    await db.records.put({ ...row, parent: target.parent, updated_at: at, typed: 1, body })
  })
  return at
}

/**
 * Refused and conflicting changes, and what followed them, are replaced by the new one, which carries the whole record.
 * Returns those that the new one comes after.
 */
async function makeRoom(rows: readonly OutboxRow[]): Promise<readonly OutboxRow[]> {
  const parked = rows.findIndex((row) => PARKED.includes(row.state))
  const stay = parked < 0 ? rows : rows.slice(0, parked)
  for (const row of stay) await move(row, 'followed')
  for (const row of rows.slice(stay.length)) await move(row, 'replaced')
  return stay
}

/** The change that made what a new one rests on; one's own is named as `after`. */
function upon({ basis, meta }: RecordBody, base: number, after: string | null): string | null {
  if (after || !base) return null
  return (basis ? basis.change : meta?.change_id) ?? null
}

async function change(
  row: RecordRow,
  op: 'put' | 'delete',
  data: RecordData,
  after: string | null,
  pen: Pen,
): Promise<Omit<OutboxRow, 'seq'>> {
  const bare = {
    change_id: pen.changeId,
    record: row.id,
    person: row.person,
    kind: row.kind,
    op,
    base: row.revision,
    base_change: upon(row.body, row.revision, after),
    after,
    state: 'queued' as const,
    created_at: instant(),
    body: { data: plain(data), capturedAt: row.body.capturedAt, refusal: null },
  }
  return { ...bare, body: { ...bare.body, ...(await evidenceOf(bare, pen)) } }
}

/** Writes the record together with its new change, inside the caller's transaction. `waits` are those before it. */
export async function queue(
  row: RecordRow,
  op: 'put' | 'delete',
  data: RecordData,
  pen: Pen,
  waits: readonly OutboxRow[],
): Promise<void> {
  const stay = await makeRoom(waits)
  const after = stay.at(-1)?.change_id ?? untold(row.body)
  const added = await change(row, op, data, after, pen)
  await db.outbox.add(added as OutboxRow)
  const state = recordState([...stay, added].map((one) => one.state))
  await db.records.put({ ...row, state })
}

/**
 * The row as saved, resting on what the form was opened on. When the feed brought something newer meanwhile,
 * that is kept as the other side, so that the server can merge and a person can compare.
 */
function resting(row: RecordRow, basis: Basis | null): RecordRow {
  const { data, meta } = row.body
  const after = basis?.after ?? null
  if (!basis || !data || (after && after === untold(row.body)) || basis.revision >= row.revision)
    return { ...row, body: { ...row.body, basis } }
  const theirs = { data, meta, revision: row.revision }
  // Only what is known to have arrived can be named: the server waits for what it does not know.
  const last =
    after && after === row.body.last?.change_id ? { change_id: after, told: false } : null
  const body = { ...row.body, basis, theirs, last }
  return { ...row, revision: basis.revision, body }
}

/** Record and outbox row in one transaction; the record's photos become due with it. Nothing changed sends nothing. */
export async function save(target: Target, data: RecordData): Promise<void> {
  await signing(target.person, [db.records, db.outbox], async (pen) => {
    const row = (await db.records.get([target.person, target.id])) ?? newRow(target)
    const waits = await unanswered(target.person, target.id)
    const basis = target.basis ?? row.body.draftBasis ?? basisOf(row, waits)
    const before = waits.length ? row.body.data : (basis?.data ?? null)
    const parked = waits.some((one) => PARKED.includes(one.state))
    const rest = { draft: null, draftAt: null, draftBasis: null }
    const same =
      sameValue(before, plain(data)) && !(await unnamedPhotos(target.person, target.id, pen))
    if (before && !parked && !row.body.withdrawn && same) {
      await db.records.put({ ...row, typed: undefined, body: { ...row.body, ...rest } })
    } else {
      const from = waits.length ? row : resting(row, basis)
      const body = { ...from.body, ...rest, data: plain(data), withdrawn: undefined }
      const saved = {
        ...from,
        parent: target.parent,
        updated_at: instant(),
        typed: undefined,
        body,
      }
      await queue(saved, 'put', data, pen, waits)
    }
    await photosAreDue(target.id)
  })
}

async function photosAreDue(record: string): Promise<void> {
  await db.photos
    .where('record')
    .equals(record)
    .filter((photo) => photo.state === 'draft')
    .modify({ state: 'queued' })
}

/** The server cannot hold any of it: every change was refused, or never left. */
function neverArrived(row: RecordRow, changes: readonly OutboxRow[]): boolean {
  const unknown = (one: OutboxRow) =>
    one.state === 'refused' || (one.state === 'queued' && !one.body.tried)
  return row.revision === 0 && !row.body.last && changes.every(unknown)
}

/** What never left the phone is simply gone; what the server may hold is withdrawn there, with a reason. */
export async function withdraw(person: string, id: string, reason: string): Promise<void> {
  await signing(person, [db.records, db.outbox, db.photoBytes], async (pen) => {
    const row = await db.records.get([person, id])
    if (!row) return
    const waits = await unanswered(person, id)
    if (neverArrived(row, waits)) return erase(person, id)
    const withdrawn = {
      ...row,
      updated_at: instant(),
      typed: undefined,
      body: { ...row.body, draft: null, withdrawn: reason },
    }
    await queue(withdrawn, 'delete', { reason }, pen, waits)
  })
}

async function erase(person: string, id: string): Promise<void> {
  const photos = await db.photos.where({ record: id }).primaryKeys()
  await db.photos.bulkDelete(photos)
  await db.photoBytes.bulkDelete(photos)
  for (const row of await unanswered(person, id)) await move(row, 'erased')
  await db.records.delete([person, id])
}

/** Lets go of what was typed and not saved. A record that was never saved goes with its photos. */
export async function discardDraft(person: string, id: string): Promise<void> {
  const tables = [db.records, db.outbox, db.photos, db.photoBytes, db.chains]
  await db.transaction('rw', tables, async () => {
    const row = await db.records.get([person, id])
    if (!row) return
    if (!row.body.data) return erase(person, id)
    await db.records.put({
      ...row,
      typed: undefined,
      body: { ...row.body, draft: null, draftAt: null, draftBasis: null },
    })
  })
}

/** Drafts of one kind, as a closed page may have left them. */
export async function draftsOf(person: string, kind: Kind): Promise<RecordRow[]> {
  const rows = await db.records.where('[person+kind]').equals([person, kind]).toArray()
  return rows.filter((row) => row.state === 'draft' && row.body.draft)
}

/** Brings a record's state in line with its changes. Runs inside the caller's transaction. */
export async function settle(person: string, id: string): Promise<void> {
  const row = await db.records.get([person, id])
  if (!row) return
  const states = (await unanswered(person, id)).map((one) => one.state)
  const state = row.body.data || states.length ? recordState(states) : 'draft'
  if (state !== row.state) await db.records.put({ ...row, state })
}
