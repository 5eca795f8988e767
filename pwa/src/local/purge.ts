/** What the phone lets go of: only what the server has had for weeks, and nothing that somebody may still work on. */
import { db } from './db'
import type { RecordRow } from './rows'

const DAY_MS = 86_400_000
/** Delivered changes and originals: a server restored from a backup of this age gets everything again. */
export const KEPT_DAYS = 14
/** Records that are done: longer, so that a person finds last month's work. */
export const SHOWN_DAYS = 31

export const daysBefore = (now: number, days: number) => new Date(now - days * DAY_MS).toISOString()

export async function dropSent(person: string, now: number): Promise<void> {
  const before = daysBefore(now, KEPT_DAYS)
  const old = db.sent.where('[person+delivered_at]').between([person, ''], [person, before])
  await db.sent.bulkDelete(await old.primaryKeys())
}

const isOpen = (row: RecordRow) => row.kind === 'patrol' && !row.body.data?.ended_at

async function isDone(row: RecordRow, before: string): Promise<boolean> {
  if (row.updated_at >= before || row.body.draft || isOpen(row)) return false
  const photos = db.photos.where('record').equals(row.id)
  const others = photos.filter((photo) => photo.person === row.person && photo.state !== 'sent')
  return (await others.count()) === 0
}

/** Records that were last touched a month ago go with their photos; the server shows them still. */
export async function dropOld(person: string, now: number): Promise<void> {
  const before = daysBefore(now, SHOWN_DAYS)
  const tables = [db.records, db.photos, db.photoBytes]
  await db.transaction('rw', tables, async () => {
    const sent = [person, 'sent']
    const old = db.records.where('[person+state+updated_at]').between(sent, [...sent, before])
    for (const row of await old.toArray()) {
      if (!(await isDone(row, before))) continue
      const photos = db.photos.where('record').equals(row.id)
      const ids = await photos.filter((photo) => photo.person === person).primaryKeys()
      await db.photoBytes.bulkDelete(ids)
      await db.photos.bulkDelete(ids)
      await db.records.delete([person, row.id])
    }
  })
}
