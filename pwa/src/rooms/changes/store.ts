/** Reading the records on this phone, for every room: one person's, newest first. */
import { computed, type Ref } from 'vue'
import { db } from '@/local/db'
import { useLive } from '@/local/live'
import type { Kind, OutboxRow, PhotoRow, RecordRow } from '@/local/rows'
import type { PhotoCount } from './delivery'

export { chooseSide, sendAgain } from '@/local/outbox'
export { discardDraft, save as saveRecord, withdraw } from '@/local/records'

/** What a list is before the phone's database has answered: that is not the same as an empty one. */
const UNREAD: never[] = []
export const isRead = (...lists: readonly (readonly unknown[])[]) =>
  lists.every((list) => list !== UNREAD)

export function loadRecord(person: string, id: string): Promise<RecordRow | undefined> {
  return db.records.get([person, id])
}

const newestFirst = (a: RecordRow, b: RecordRow) =>
  Date.parse(b.body.capturedAt) - Date.parse(a.body.capturedAt)

async function recordsOf(person: string, keep: (row: RecordRow) => boolean): Promise<RecordRow[]> {
  const rows = await db.records
    .where('[person+kind]')
    .between([person, ''], [person, '\uffff'])
    .toArray()
  return rows.filter((row) => row.kind !== 'track' && keep(row)).sort(newestFirst)
}

export function useRecords(
  person: () => string,
  keep: (row: RecordRow) => boolean = () => true,
): Ref<RecordRow[]> {
  return useLive(() => recordsOf(person(), keep), UNREAD, person)
}

export function useRecord(person: () => string, id: () => string): Ref<RecordRow | undefined> {
  return useLive(
    () => loadRecord(person(), id()),
    undefined,
    () => [person(), id()],
  )
}

export function useOutbox(person: () => string): Ref<OutboxRow[]> {
  const query = () =>
    db.outbox.where('[person+state]').between([person(), ''], [person(), '\uffff']).sortBy('seq')
  return useLive(query, [], person)
}

export function usePhotoRows(person: () => string): Ref<PhotoRow[]> {
  const query = () =>
    db.photos.where('[person+state]').between([person(), ''], [person(), '\uffff']).toArray()
  return useLive(query, UNREAD, person)
}

export function latestOf(rows: readonly RecordRow[], kind: Kind): RecordRow[] {
  return rows.filter((row) => row.kind === kind)
}

const UNSENT = ['draft', 'queued', 'sending', 'refused']

/** Photos of each record: how many there are, and how many the server has. */
export function countPhotos(photos: readonly PhotoRow[]): Map<string, PhotoCount> {
  const counts = new Map<string, PhotoCount>()
  for (const photo of photos) {
    const count = counts.get(photo.record) ?? { all: 0, sent: 0, refused: 0 }
    count.all += 1
    if (!UNSENT.includes(photo.state)) count.sent += 1
    if (photo.state === 'refused') count.refused += 1
    counts.set(photo.record, count)
  }
  return counts
}

export function usePhotoCounts(person: () => string) {
  const photos = usePhotoRows(person)
  return computed(() => countPhotos(photos.value))
}
