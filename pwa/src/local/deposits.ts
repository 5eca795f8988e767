/** What of the queue may be handed in without a session, and what came back: receipts, never a reason to delete. */
import { db } from './db'
import { waiting } from './outbox'
import type { OutboxRow, PhotoRow, SentRow } from './rows'

export interface SignedChange {
  key_id: string
  payload: string
  signature: string
  /** What may stand in no payload. */
  private?: { keeper: unknown }
}

type Change = OutboxRow | SentRow

/** The change as it was signed; null for one from before this phone had a key. */
export function signedOf(row: Change): SignedChange | null {
  const signed = (row.body.evidence as { signed?: SignedChange } | null)?.signed
  if (!signed) return null
  const { keeper } = row.body.data
  return keeper ? { ...signed, private: { keeper } } : { ...signed }
}

const unsent = (photo: PhotoRow) => photo.state !== 'sent' && photo.state !== 'draft'

export async function unsentPhotos(person: string): Promise<PhotoRow[]> {
  const own = db.photos.where('[person+state]').between([person, ''], [person, '\uffff'])
  return own.filter(unsent).toArray()
}

/** Everything that waits, oldest first, after the delivered changes that name photos which still wait. */
export async function toHandIn(person: string): Promise<Change[]> {
  const records = new Set((await unsentPhotos(person)).map((photo) => photo.record))
  const named = db.sent.where('person').equals(person)
  return [
    ...(await named.filter((row) => records.has(row.record)).toArray()),
    ...(await waiting(person)),
  ]
}

export interface Receipts {
  changes: readonly { change_id: string; receipt: string; sha256?: string }[]
  photos: readonly { id: string; sha256?: string }[]
}

/** A receipt is for one content; where it names none, it answers what has just been sent. */
const sameContent = (named: string | undefined, own: string | undefined) =>
  named === undefined || named.toLowerCase() === own?.toLowerCase()

/** Writes receipts beside what they are for. It stays in the queue: the next push learns that the server has it. */
export async function noteReceipts({ changes, photos }: Receipts): Promise<void> {
  await db.transaction('rw', db.outbox, db.photos, async () => {
    for (const { change_id, receipt, sha256 } of changes) {
      const row = await db.outbox.get({ change_id })
      if (row && sameContent(sha256, row.body.digest))
        await db.outbox.update(row.seq, { body: { ...row.body, receipt } })
    }
    for (const { id, sha256 } of photos) {
      const row = await db.photos.get(id)
      if (row && sameContent(sha256, row.body.sha256))
        await db.photos.update(id, { body: { ...row.body, receipt: true } })
    }
  })
}
