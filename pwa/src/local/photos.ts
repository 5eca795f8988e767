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

/** Ids only: a photo's row holds its thumbnail. */
export async function photosIn(person: string, ...states: PhotoState[]): Promise<string[]> {
  const keys = states.map((state) => [person, state])
  return db.photos.where('[person+state]').anyOf(keys).primaryKeys()
}

/** How many are to be sent. */
export async function countUnsentPhotos(person: string): Promise<number> {
  return db.photos.where('[person+state]').anyOf([person, 'queued'], [person, 'sending']).count()
}

/** The photo if it may go now: theirs is a record that the server already has. */
async function due(id: string): Promise<PhotoRow | null> {
  const row = await db.photos.get(id)
  const record = row && (await db.records.get([row.person, row.record]))
  return row && record?.revision ? row : null
}

/** Photos that may go, oldest first, each read when its turn comes: their ids grow with time. */
export async function* duePhotos(person: string): AsyncGenerator<PhotoRow> {
  for (const id of (await photosIn(person, 'queued', 'sending')).sort()) {
    const row = await due(id)
    if (row) yield row
  }
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
  person: string,
  complete: ReadonlySet<string>,
  before: string,
): Promise<number> {
  const sent = [person, 'sent']
  const old = db.photos.where('[person+state+updated_at]').between(sent, [...sent, before])
  const done = (await old.primaryKeys()).filter((id) => complete.has(id))
  await db.photoBytes.bulkDelete(done)
  return done.length
}
