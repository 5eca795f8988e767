/** The server's epoch: when it changes, the server was set back to an older state, and what it has lost goes out again. */
import { move, revive, unanswered } from './changes'
import { db } from './db'
import { cursorKey, readMeta } from './meta'
import { settle } from './records'
import type { RecordRow, SentRow } from './rows'

const epochKey = (person: string) => `epoch.${person}`

/** Numbers of the old epoch say nothing any more; only that the server once had the record still counts. */
function inDoubt(row: RecordRow, lost: boolean): RecordRow {
  const rest = lost ? { basis: null, theirs: null, last: null } : { theirs: null, last: null }
  const revision = lost ? 0 : Math.min(row.revision, 1)
  return { ...row, revision, body: { ...row.body, ...rest } }
}

async function queueAgain(person: string): Promise<void> {
  const kept = await db.sent.where('person').equals(person).sortBy('seq')
  for (const row of kept) await revive(row)
  const lost = new Set(kept.map((row: SentRow) => row.record))
  const mine = db.records.where('[person+kind]').between([person, ''], [person, '\uffff'])
  for (const row of await mine.toArray()) {
    if (row.state === 'draft') continue
    await db.records.put(inDoubt(row, lost.has(row.id)))
    for (const change of await unanswered(person, row.id)) await move(change, 'restored')
    await settle(person, row.id)
  }
}

/** Photos that are still here; for those that the server has it says so before a byte is sent. */
async function photosAgain(person: string): Promise<void> {
  const bytes = new Set(await db.photoBytes.toCollection().primaryKeys())
  await db.photos
    .where('[person+state]')
    .equals([person, 'sent'])
    .filter((row) => bytes.has(row.id))
    .modify({ state: 'queued', sent: 0 })
}

export async function knownEpoch(person: string): Promise<string | undefined> {
  return readMeta<string>(epochKey(person))
}

/** Whether everything starts anew. All of it is done, or nothing. */
export async function noteEpoch(person: string, epoch: string): Promise<boolean> {
  const tables = [db.meta, db.records, db.outbox, db.sent, db.photos, db.photoBytes]
  return db.transaction('rw', tables, async () => {
    const known = await db.meta.get(epochKey(person))
    if (known?.body === epoch) return false
    await db.meta.put({ key: epochKey(person), body: epoch })
    if (!known) return false
    await queueAgain(person)
    await photosAgain(person)
    await db.meta.delete(cursorKey(person))
    return true
  })
}
