/**
 * Rows that an older version stored in the open are sealed at the first PIN. A few at a time, each batch a transaction:
 * ended in the middle, it goes on at the next unlock, and until then open and sealed rows live side by side.
 */
import type { Table } from 'dexie'
import { db } from '../db'
import { isEnvelope } from '../sealing/envelope'
import { staysOpen } from '../sealing/plain'

const BATCH = 50

type Row = Record<string, unknown>

/** Straight from the disk, past the middleware: what does it really say there? */
async function openKeys(table: string, belongs: (row: Row) => boolean): Promise<IDBValidKey[]> {
  const asked = db.backendDB().transaction(table).objectStore(table).openCursor()
  const found: IDBValidKey[] = []
  return new Promise((done, fail) => {
    asked.onerror = () => fail(asked.error ?? new Error(`cannot read ${table}`))
    asked.onsuccess = () => {
      const cursor = asked.result
      if (!cursor) return done(found)
      const row = cursor.value as Row
      const plain = 'body' in row && !isEnvelope(row.body) && !staysOpen(table, row)
      if (plain && belongs(row)) found.push(cursor.primaryKey)
      cursor.continue()
    }
  })
}

/** Whose a row is says its column, the photo it belongs to, or its key. */
async function belonging(person: string): Promise<(row: Row) => boolean> {
  const photos = new Set(await db.photos.filter((row) => row.person === person).primaryKeys())
  return (row) =>
    'person' in row
      ? row.person === person
      : photos.has(String(row.id)) || String(row.key).includes(person)
}

async function sealAgain(table: Table, keys: IDBValidKey[]): Promise<void> {
  await db.transaction('rw', table, async () => {
    const rows = (await table.bulkGet(keys)) as (Row | undefined)[]
    await table.bulkPut(rows.filter((row) => row !== undefined))
  })
}

export async function sealOlder(person: string): Promise<number> {
  const belongs = await belonging(person)
  let done = 0
  for (const table of db.tables) {
    const keys = await openKeys(table.name, belongs)
    for (let at = 0; at < keys.length; at += BATCH) {
      await sealAgain(table, keys.slice(at, at + BATCH))
      done += Math.min(BATCH, keys.length - at)
    }
  }
  return done
}
