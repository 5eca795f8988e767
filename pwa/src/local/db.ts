/**
 * The phone's database. Every row is id, person, kind, state, times, and one opaque `body`, which lies on the disk sealed
 * under the data key of the person who has unlocked the phone. Only `local/` opens it.
 */
import Dexie, { type EntityTable, type Table } from 'dexie'
import { sealing } from './sealing/middleware'
import type {
  ChainRow,
  FeedRow,
  KeyRow,
  MetaRow,
  OutboxRow,
  PhotoBytesRow,
  PhotoRow,
  RecordRow,
  SentRow,
} from './rows'

/** Rows of version 1: instants in one form, so that they can be ordered, and a mark on what somebody is typing. */
function toIndexed(row: RecordRow): void {
  row.created_at = new Date(row.created_at).toISOString()
  if (row.body.draft) row.typed = 1
}

/** Rows of version 3. */
const isTeams = (row: RecordRow) => !row.mine

class PhoneDatabase extends Dexie {
  /** One row a record and person: on a shared phone two colleagues may both hold the same record. */
  records!: Table<RecordRow, [string, string]>
  /** One row a change, in the order they were made. Gone once the server has answered for it. */
  outbox!: EntityTable<OutboxRow, 'seq'>
  /** Delivered changes, under the place they had in the outbox. */
  sent!: EntityTable<SentRow, 'change_id'>
  photos!: EntityTable<PhotoRow, 'id'>
  photoBytes!: EntityTable<PhotoBytesRow, 'id'>
  /** Zones and whatever else of the feed is not a field record. */
  feed!: Table<FeedRow, [string, string, string]>
  meta!: EntityTable<MetaRow, 'key'>
  keys!: EntityTable<KeyRow, 'person'>
  chains!: EntityTable<ChainRow, 'person'>

  constructor(name: string) {
    // Saved means on the disk, not in a buffer that an empty battery takes along.
    super(name, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({
      records: '[person+id], [person+kind], [person+state], id',
      outbox: '++seq, &change_id, [person+state], [person+record]',
      photos: 'id, record, [person+state]',
      photoBytes: 'id',
      feed: '[person+kind+id], [person+kind]',
      meta: 'key',
    })
    this.version(2)
      .stores({
        records:
          '[person+id], [person+kind], [person+state], [person+created_at], [person+parent], [person+typed], id',
        photos: 'id, record, [person+state], [person+record+state], [person+state+size]',
        sent: 'change_id, person',
      })
      .upgrade((old) => old.table('records').toCollection().modify(toIndexed))
    this.version(3).stores({
      sent: 'change_id, person, [person+record]',
      keys: 'person',
      chains: 'person',
    })
    this.version(4)
      .stores({
        records:
          '[person+id], [person+kind], [person+state], [person+created_at], [person+parent], [person+typed], [person+team+created_at], [person+state+updated_at], id',
        photos:
          'id, record, [person+state], [person+record+state], [person+state+size], [person+state+updated_at]',
        sent: 'change_id, person, [person+record], [person+delivered_at]',
      })
      .upgrade((old) => old.table('records').filter(isTeams).modify({ team: 1 }))
    this.use(sealing)
  }
}

export const db = new PhoneDatabase('quanxun')
