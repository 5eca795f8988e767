/** Rows under a PIN that nobody has given, read below Dexie: their bodies are bytes, and stay so. */
import type { Entry } from './writing'

interface Sealed {
  key: string
  bytes: Uint8Array<ArrayBuffer>
}

interface Row {
  id?: string
  change_id?: string
  record?: string
  person?: string
  state?: string
  body?: unknown
}

const isSealed = (body: unknown): body is Sealed =>
  typeof (body as Sealed | null)?.key === 'string' && ArrayBuffer.isView((body as Sealed).bytes)

function opened(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const asked = indexedDB.open('quanxun')
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => fail(asked.error)
  })
}

function all<T>(from: IDBDatabase, table: string): Promise<T[]> {
  return new Promise((done, fail) => {
    const asked = from.transaction(table).objectStore(table).getAll()
    asked.onsuccess = () => done(asked.result as T[])
    asked.onerror = () => fail(asked.error)
  })
}

function one<T>(from: IDBDatabase, table: string, key: string): Promise<T | undefined> {
  return new Promise((done, fail) => {
    const asked = from.transaction(table).objectStore(table).get(key)
    asked.onsuccess = () => done(asked.result as T | undefined)
    asked.onerror = () => fail(asked.error)
  })
}

const entry = (table: string, id: string, { key, bytes }: Sealed): Entry => ({
  said: { row: { table, id, key } },
  content: bytes.slice().buffer,
})

/** What waits of one person: no more than an open phone would hand in. */
async function waiting(from: IDBDatabase, person: string) {
  const own = (row: Row) => row.person === person && isSealed(row.body)
  const photos = (await all<Row>(from, 'photos')).filter(
    (row) => own(row) && row.state !== 'sent' && row.state !== 'draft',
  )
  const records = new Set(photos.map((row) => row.record))
  const sent = (await all<Row>(from, 'sent')).filter((row) => own(row) && records.has(row.record))
  return { sent, outbox: (await all<Row>(from, 'outbox')).filter(own), photos }
}

async function* rows(from: IDBDatabase, person: string): AsyncGenerator<Entry> {
  const { sent, outbox, photos } = await waiting(from, person)
  for (const row of sent) yield entry('sent', row.change_id as string, row.body as Sealed)
  for (const row of outbox) yield entry('outbox', row.change_id as string, row.body as Sealed)
  for (const row of photos) {
    const id = row.id as string
    const bytes = await one<Row>(from, 'photoBytes', id)
    yield entry('photos', id, row.body as Sealed)
    if (isSealed(bytes?.body)) yield entry('photoBytes', id, bytes.body)
  }
}

/** Nothing where no PIN is, or where the office has never been told the key. */
export async function* sealedRows(person: string): AsyncGenerator<Entry> {
  const from = await opened()
  try {
    const vault = await one<{ body: { office: object | null } }>(from, 'meta', `vault:${person}`)
    if (!vault?.body.office) return
    yield { said: { vault: vault.body.office } }
    yield* rows(from, person)
  } finally {
    from.close()
  }
}

/** What a receipt has to cover, by the names that stand in the open. */
export async function sealedNames(
  person: string,
): Promise<{ changes: string[]; photos: string[] }> {
  const from = await opened()
  try {
    const { outbox, photos } = await waiting(from, person)
    return {
      changes: outbox.map((row) => row.change_id as string),
      photos: photos.map((row) => row.id as string),
    }
  } finally {
    from.close()
  }
}
