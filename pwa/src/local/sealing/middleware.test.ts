import { beforeEach, describe, expect, it } from 'vitest'
import {
  COLLEAGUE,
  emptyPhone,
  incident,
  OFFICER,
  record,
  saved,
  target,
  unlockedBy,
} from '@/testing/phone'
import { db } from '../db'
import { writeMeta } from '../meta'
import { addPhoto, photoBytes } from '../photos'
import { save } from '../records'
import type { Envelope } from './envelope'
import { holdKey, Locked, Tampered } from './keys'

const NOTE = '金丝雀：住户说 13800138000'

/** What really lies on the disk, past Dexie. */
export async function onDisk(table: string): Promise<Record<string, unknown>[]> {
  await db.open()
  return new Promise((done, fail) => {
    const asked = db.backendDB().transaction(table).objectStore(table).getAll()
    asked.onsuccess = () => done(asked.result as Record<string, unknown>[])
    asked.onerror = () => fail(asked.error)
  })
}

function text(rows: unknown[]): string {
  const flat = (value: unknown): unknown =>
    ArrayBuffer.isView(value) ? new TextDecoder().decode(value as Uint8Array) : value
  return JSON.stringify(rows, (_key, value) => flat(value))
}

const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 7, 7, 7])

async function withPhoto(): Promise<void> {
  await saved('a', incident({ note: NOTE, keeper: { name: '沈小满' } }))
  const body = {
    filename: '狗.jpg',
    mime: 'image/jpeg',
    sha256: 'ab',
    capturedAt: 't',
    width: 1,
    height: 1,
    thumb: JPEG.slice().buffer,
  }
  await addPhoto({ id: 'p', record: 'a', person: OFFICER, bytes: JPEG.slice().buffer, body })
}

async function onDiskBody(table: string): Promise<Envelope> {
  const [row] = await onDisk(table)
  return row!.body as Envelope
}

/** Changes a row on the disk behind the program's back. */
async function forge(table: string, change: (row: Record<string, unknown>) => unknown) {
  const [row] = await onDisk(table)
  await new Promise((done) => {
    const write = db.backendDB().transaction(table, 'readwrite')
    write.oncomplete = done
    write.objectStore(table).put(change(row!))
  })
}

beforeEach(emptyPhone)

describe('what lies on the disk', () => {
  it('is sealed in every table that has a body', async () => {
    await withPhoto()
    await writeMeta(`session.${OFFICER}`, { name: '沈小满' })
    for (const table of db.tables) {
      const rows = await onDisk(table.name)
      for (const row of rows) expect(row.body, table.name).toHaveProperty('key')
      expect(text(rows)).not.toMatch(/金丝雀|13800138000|沈小满|狗\.jpg|unleashed/)
    }
  })

  it('keeps its index columns', async () => {
    await withPhoto()
    expect((await onDisk('outbox'))[0]).toMatchObject({
      record: 'a',
      kind: 'incident',
      state: 'queued',
    })
  })

  it('is another text at every write', async () => {
    await saved('a', incident({ note: NOTE }))
    const before = (await onDiskBody('records')).bytes
    await db.records.update([OFFICER, 'a'], { updated_at: 'later' })
    expect((await onDiskBody('records')).bytes).not.toEqual(before)
  })
})

describe('what comes back', () => {
  it('is what was written, bytes too', async () => {
    await withPhoto()
    expect((await record('a'))?.body.data).toMatchObject({ note: NOTE })
    expect(new Uint8Array((await photoBytes('p'))!)).toEqual(JPEG)
    const [photo] = await db.photos.toArray()
    expect(new Uint8Array(photo!.body.thumb!)).toEqual(JPEG)
    const seen: unknown[] = []
    await db.records.each((row) => seen.push(row.body.data))
    expect(seen).toMatchObject([{ note: NOTE }])
    expect((await db.records.bulkGet([[OFFICER, 'a']]))[0]?.body.data).toMatchObject({ note: NOTE })
  })

  it('is nothing without the key, nor with another one', async () => {
    await withPhoto()
    for (const other of [() => holdKey(null), () => unlockedBy(COLLEAGUE)]) {
      other()
      expect(await record('a')).toBeUndefined()
      expect(await db.outbox.toArray()).toEqual([])
      expect(await photoBytes('p')).toBeUndefined()
    }
    expect(await db.outbox.count()).toBe(1)
  })

  it.each<[string, (row: Record<string, unknown>) => unknown]>([
    [
      'a flipped bit',
      (row) => {
        const body = row.body as Envelope
        body.bytes[40]! ^= 1
        return row
      },
    ],
    ['a body under another record', (row) => ({ ...row, id: 'another' })],
  ])('is refused after %s', async (_name, change) => {
    await saved('a')
    await forge('records', change)
    await expect(db.records.toArray()).rejects.toThrow(Tampered)
  })

  it('is refused when a body was moved from one table to another', async () => {
    await withPhoto()
    const stolen = await onDiskBody('photoBytes')
    await forge('photos', (row) => ({ ...row, body: stolen }))
    await expect(db.photos.get('p')).rejects.toThrow(Tampered)
  })
})

describe('two people on one phone', () => {
  it('write and read their own', async () => {
    await saved('a', incident({ note: NOTE }))
    unlockedBy(COLLEAGUE)
    await save({ ...target('a'), person: COLLEAGUE }, incident({ note: '我的' }))
    expect((await db.records.toArray()).map((row) => row.body.data?.note)).toEqual(['我的'])
    unlockedBy(OFFICER)
    expect((await db.records.toArray()).map((row) => row.body.data?.note)).toEqual([NOTE])
  })

  it('nobody writes for another, nor while the phone is locked', async () => {
    await expect(save({ ...target('a'), person: COLLEAGUE }, incident())).rejects.toThrow(Locked)
    holdKey(null)
    await expect(saved('b')).rejects.toThrow(Locked)
    expect(await db.records.count()).toBe(0)
  })

  it('a fact in meta names its person or is said to be nobody’s', async () => {
    await expect(writeMeta('habits', {})).rejects.toThrow('name the person')
    await writeMeta('clock', { offset_ms: 3 })
    expect(await onDisk('meta')).toEqual([{ key: 'clock', body: { offset_ms: 3 } }])
  })
})

it('what cannot be sealed whole is not written', async () => {
  const body = { key: {} as object, when: new Date() }
  await expect(writeMeta(`x.${OFFICER}`, body)).rejects.toThrow('cannot be sealed')
})
