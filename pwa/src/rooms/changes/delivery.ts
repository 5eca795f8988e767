/** How far a record is, photos included. 已送达 only when the server has the words, every photo and every edit. */
import type { RecordRow, RecordState } from '@/local/rows'

export interface PhotoCount {
  all: number
  sent: number
  refused: number
}

export function deliveryOf(row: RecordRow, photos: PhotoCount | undefined): RecordState {
  if (row.state === 'sent' && row.body.draft) return 'draft'
  if (row.state !== 'sent' || !photos) return row.state
  if (photos.refused) return 'refused'
  return photos.sent < photos.all ? 'queued' : 'sent'
}

export interface Tally {
  /** Saved and not yet with the server. */
  waiting: number
  /** Need a person. */
  look: number
  drafts: number
  delivered: number
}

export function tally(rows: readonly RecordRow[], photos: ReadonlyMap<string, PhotoCount>): Tally {
  const count: Tally = { waiting: 0, look: 0, drafts: 0, delivered: 0 }
  for (const row of rows) {
    const state = deliveryOf(row, photos.get(row.id))
    if (state === 'draft') count.drafts += 1
    else if (state === 'sent') count.delivered += 1
    else if (state === 'refused' || state === 'conflict') count.look += 1
    else count.waiting += 1
  }
  return count
}
