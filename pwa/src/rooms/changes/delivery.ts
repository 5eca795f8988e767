/** How far a record is, photos included. 已送达 only when the server has the words, every photo and every edit. */
import { type PhotoKey, UNSENT, type Undelivered } from '@/local/lists'
import type { RecordRow, RecordState } from '@/local/rows'

export interface PhotoCount {
  all: number
  sent: number
  refused: number
}

export function countPhotos(keys: readonly PhotoKey[]): Map<string, PhotoCount> {
  const counts = new Map<string, PhotoCount>()
  for (const { record, state } of keys) {
    const count = counts.get(record) ?? { all: 0, sent: 0, refused: 0 }
    count.all += 1
    if (state === 'sent') count.sent += 1
    if (state === 'refused') count.refused += 1
    counts.set(record, count)
  }
  return counts
}

/** What the photos make of a record that the server has answered for. */
function byPhotos(photos: PhotoCount): RecordState {
  if (photos.refused) return 'refused'
  return photos.sent < photos.all ? 'queued' : 'sent'
}

export function deliveryOf(row: RecordRow, photos: PhotoCount | undefined): RecordState {
  if (row.state === 'sent' && row.body.draft) return 'draft'
  if (row.state !== 'sent' || !photos) return row.state
  return byPhotos(photos)
}

export interface Tally {
  /** Saved and not yet with the server. */
  waiting: number
  /** Need a person. */
  look: number
  drafts: number
}

const LOOK: readonly RecordState[] = ['refused', 'conflict']

const waits = (row: RecordRow | undefined) => row !== undefined && UNSENT.includes(row.state)

/** Records whose words the server has and whose photos it has not: with what the photos make of them. */
export function heldUpByPhotos(
  { withPhotos }: Undelivered,
  photos: ReadonlyMap<string, PhotoCount>,
): Map<string, RecordState> {
  const rows = new Map(withPhotos.map((row) => [row.id, row]))
  const found = [...photos]
    .filter(([record]) => !waits(rows.get(record)) && !rows.get(record)?.typed)
    .map(([record, count]) => [record, byPhotos(count)] as const)
  return new Map(found.filter(([, state]) => state !== 'sent'))
}

export function tally(
  { counts, typed }: Undelivered,
  heldUp: ReadonlyMap<string, RecordState>,
): Tally {
  const all = [...counts, ...[...heldUp.values()].map((state) => [state, 1] as const)]
  const sum = (of: typeof all) => of.reduce((total, [, n]) => total + n, 0)
  const look = sum(all.filter(([state]) => LOOK.includes(state)))
  const drafts = typed.filter((row) => !waits(row)).length
  return { look, waiting: sum(all) - look, drafts }
}
