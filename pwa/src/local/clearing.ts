/**
 * Taking off the phone what the office has given its receipt for. Whole records only: one with a change, a photo or a
 * draft that no receipt covers stays as it is, and so does a patrol that goes on.
 */
import { move } from './changes'
import { db } from './db'
import { waiting } from './outbox'
import type { OutboxRow, PhotoRow, RecordRow } from './rows'

export interface Cover {
  /** Records that may go, with everything of theirs. */
  records: string[]
  /** Photos that go, of these records and of delivered ones. */
  photos: string[]
  /** Records that stay: a part of them is only on this phone. */
  kept: string[]
}

interface Held {
  changes: OutboxRow[]
  photos: PhotoRow[]
}

const goesOn = (row: RecordRow) => row.kind === 'patrol' && !row.body.data?.ended_at

const inUse = (row: RecordRow | undefined) => !!row && (!!row.body.draft || goesOn(row))

function byRecord(changes: readonly OutboxRow[], photos: readonly PhotoRow[]): Map<string, Held> {
  const found = new Map<string, Held>()
  const of = (record: string): Held => {
    const held = found.get(record) ?? { changes: [], photos: [] }
    found.set(record, held)
    return held
  }
  for (const one of changes) of(one.record).changes.push(one)
  for (const one of photos) of(one.record).photos.push(one)
  return found
}

async function held(person: string): Promise<Map<string, Held>> {
  const own = db.photos.where('[person+state]').between([person, ''], [person, '\uffff'])
  const photos = await own.filter((photo) => photo.state !== 'sent').toArray()
  return byRecord(await waiting(person), photos)
}

const covered = ({ changes, photos }: Held) =>
  [...changes, ...photos].every((one) => !!one.body.receipt)

async function sorted(person: string, all: ReadonlyMap<string, Held>): Promise<Cover> {
  const ids = [...all.keys()]
  const rows = await db.records.bulkGet(ids.map((id): [string, string] => [person, id]))
  const cover: Cover = { records: [], photos: [], kept: [] }
  ids.forEach((id, at) => {
    const own = all.get(id)!
    if (!covered(own) || inUse(rows[at])) return cover.kept.push(id)
    if (own.changes.length) cover.records.push(id)
    return cover.photos.push(...own.photos.map((photo) => photo.id))
  })
  return cover
}

export async function coverOf(person: string): Promise<Cover> {
  return sorted(person, await held(person))
}

async function clearRecord(person: string, id: string, changes: readonly OutboxRow[]) {
  for (const change of changes) await move(change, 'cleared')
  const photos = db.photos.where({ record: id }).filter((photo) => photo.person === person)
  const ids = await photos.primaryKeys()
  await db.photoBytes.bulkDelete(ids)
  await db.photos.bulkDelete(ids)
  await db.records.delete([person, id])
}

/** Its record was delivered long ago and stays: the office has every byte, so the original goes. */
async function clearOriginals(photos: readonly PhotoRow[]): Promise<void> {
  const now = new Date().toISOString()
  await db.photoBytes.bulkDelete(photos.map((photo) => photo.id))
  await db.photos.bulkPut(
    photos.map((row) => ({ ...row, state: 'sent' as const, sent: row.size, updated_at: now })),
  )
}

/** Judged and cleared in one transaction: what was saved a moment ago is not covered. Returns what went. */
export async function clearCovered(person: string): Promise<Cover> {
  const tables = [db.records, db.outbox, db.sent, db.photos, db.photoBytes, db.chains]
  return db.transaction('rw', tables, async () => {
    const all = await held(person)
    const cover = await sorted(person, all)
    for (const id of cover.records) await clearRecord(person, id, all.get(id)!.changes)
    const gone = new Set([...cover.records, ...cover.kept])
    for (const [id, { photos }] of all) if (!gone.has(id)) await clearOriginals(photos)
    return cover
  })
}
