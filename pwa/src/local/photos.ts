/** Photos on the phone: the original's bytes in a row of their own, untouched, until the server says it has them all. */
import { db } from './db'
import type { PhotoBody, PhotoRow, PhotoState, Refusal } from './rows'

export interface NewPhoto {
  id: string
  record: string
  person: string
  bytes: ArrayBuffer
  body: Pick<
    PhotoBody,
    'filename' | 'mime' | 'sha256' | 'capturedAt' | 'width' | 'height' | 'thumb'
  >
}

/** Due at once when its record is saved already, also when that happened while the photo was being read. */
export async function addPhoto(photo: NewPhoto, due = false): Promise<void> {
  const now = new Date().toISOString()
  const row: PhotoRow = {
    id: photo.id,
    record: photo.record,
    person: photo.person,
    state: due ? 'queued' : 'draft',
    size: photo.bytes.byteLength,
    sent: 0,
    created_at: now,
    updated_at: now,
    body: { ...photo.body, begun: false, refusal: null },
  }
  await db.transaction('rw', db.records, db.photos, db.photoBytes, async () => {
    const record = await db.records.get([photo.person, photo.record])
    if (record?.body.data) row.state = 'queued'
    await db.photoBytes.put({ id: photo.id, body: photo.bytes })
    await db.photos.put(row)
  })
}

export async function photosOf(record: string): Promise<PhotoRow[]> {
  return db.photos.where({ record }).sortBy('created_at')
}

export async function photoBytes(id: string): Promise<ArrayBuffer | undefined> {
  return (await db.photoBytes.get(id))?.body
}

/** Only what was never sent may be taken away again. */
export async function removePhoto(id: string): Promise<void> {
  await db.transaction('rw', db.photos, db.photoBytes, async () => {
    const row = await db.photos.get(id)
    if (!row || row.sent > 0 || row.state === 'sent') return
    await db.photos.delete(id)
    await db.photoBytes.delete(id)
  })
}

export async function photosIn(person: string, state: PhotoState): Promise<PhotoRow[]> {
  return db.photos.where('[person+state]').equals([person, state]).toArray()
}

/** Photos that may go: theirs is a record that the server already has. */
export async function duePhotos(person: string): Promise<PhotoRow[]> {
  const rows = await db.photos
    .where('[person+state]')
    .anyOf([person, 'queued'], [person, 'sending'])
    .sortBy('created_at')
  const records = await db.records.bulkGet(
    rows.map((row) => [row.person, row.record] as [string, string]),
  )
  return rows.filter((_row, index) => (records[index]?.revision ?? 0) > 0)
}

export async function notePhoto(
  id: string,
  state: PhotoState,
  more: Partial<PhotoBody> & { sent?: number } = {},
): Promise<void> {
  const { sent, ...body } = more
  await db.transaction('rw', db.photos, async () => {
    const row = await db.photos.get(id)
    if (!row) return
    const now = new Date().toISOString()
    await db.photos.put({
      ...row,
      state,
      sent: sent ?? row.sent,
      updated_at: now,
      body: { ...row.body, ...body },
    })
  })
}

export async function refusePhoto(id: string, refusal: Refusal): Promise<void> {
  await notePhoto(id, 'refused', { refusal })
}

export async function sendPhotoAgain(id: string): Promise<void> {
  await notePhoto(id, 'queued', { refusal: null, begun: false, sent: 0 })
}

/** Frees the originals that the server confirmed as complete before the given instant; their thumbnails stay. */
export async function dropDelivered(
  complete: ReadonlySet<string>,
  before: string,
): Promise<number> {
  const done = await db.photos
    .filter((row) => row.state === 'sent' && row.updated_at < before && complete.has(row.id))
    .primaryKeys()
  await db.photoBytes.bulkDelete(done)
  return done.length
}
