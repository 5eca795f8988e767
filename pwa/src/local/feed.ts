/** Taking in what the server tells: never over a record that still waits in the outbox, never emptying on a broken pull. */
import { db } from './db'
import type { Kind, RecordBody, RecordData, RecordRow, ServerMeta, Theirs } from './rows'

export interface FeedChange {
  kind: string
  id: string
  revision: number
  deleted: boolean
  data: RecordData | null
}

const FIELD_KINDS: readonly string[] = ['patrol', 'track', 'incident', 'persuasion', 'capture']

function split(data: RecordData): { data: RecordData; meta: ServerMeta | null } {
  const { meta, ...rest } = data
  return { data: rest, meta: (meta as ServerMeta) ?? null }
}

/** Who takes it in, and the name of the pull. A fresh pull is believed over what the phone knew, whatever the revision. */
export interface Pulling {
  person: string
  pull: string
  fresh: boolean
}

export const told = (last: RecordBody['last']) => last && { ...last, told: true }

function fromFeed(
  { person, pull, fresh }: Pulling,
  change: FeedChange,
  known: RecordRow | undefined,
): RecordRow {
  const { data, meta } = split(change.data ?? {})
  const now = new Date().toISOString()
  const capturedAt = meta?.captured_at ?? known?.body.capturedAt ?? now
  return {
    id: change.id,
    person,
    kind: change.kind as Kind,
    state: 'sent',
    parent: (data.patrol_id as string) ?? null,
    revision: change.revision,
    mine: known?.mine ?? meta?.author?.id === person,
    pull,
    created_at: known?.created_at ?? new Date(capturedAt).toISOString(),
    typed: known?.typed,
    updated_at: now,
    body: {
      data,
      draft: known?.body.draft ?? null,
      draftAt: known?.body.draftAt ?? null,
      draftBasis: known?.body.draftBasis ?? null,
      capturedAt,
      meta,
      theirs: null,
      last: fresh ? null : told(known?.body.last),
    },
  }
}

/** Withdrawn: its photos go with it. What somebody typed and did not save outlives that. */
export async function gone(key: [string, string], known: RecordRow | undefined): Promise<void> {
  if (known?.body.draft && !known.body.withdrawn) return
  const photos = db.photos.where('record').equals(key[1])
  const ids = await photos.filter((photo) => photo.person === key[0]).primaryKeys()
  await db.photoBytes.bulkDelete(ids)
  await db.photos.bulkDelete(ids)
  await db.records.delete(key)
}

/** The feed brought this before the answer to what waited here, and will not bring it again. */
export async function takeTheirs(
  key: [string, string],
  known: RecordRow,
  { data, meta, revision, deleted }: Theirs,
): Promise<void> {
  if (deleted) return gone(key, known)
  const body = { ...known.body, data, meta, basis: null, theirs: null, last: told(known.body.last) }
  await db.records.put({ ...known, revision, body })
}

async function absorbRecord(pulling: Pulling, change: FeedChange): Promise<void> {
  const key: [string, string] = [pulling.person, change.id]
  const known = await db.records.get(key)
  const waits = await db.outbox.where('[person+record]').equals(key).count()
  if (known && waits) {
    const { revision, deleted } = change
    const theirs = { ...split(change.data ?? {}), revision, deleted }
    await db.records.update(key, { pull: pulling.pull, body: { ...known.body, theirs } })
  } else if (change.deleted) {
    await gone(key, known)
  } else if (!known || pulling.fresh || change.revision >= known.revision) {
    await db.records.put(fromFeed(pulling, change, known))
  }
}

async function absorbOther({ person, pull }: Pulling, change: FeedChange): Promise<void> {
  const { kind, id, revision } = change
  if (change.deleted) await db.feed.delete([person, kind, id])
  else await db.feed.put({ id, person, kind, revision, pull, body: change.data ?? {} })
}

/** One page of the feed, in one transaction. */
export async function absorb(pulling: Pulling, changes: readonly FeedChange[]): Promise<void> {
  const tables = [db.records, db.outbox, db.feed, db.photos, db.photoBytes]
  await db.transaction('rw', tables, async () => {
    for (const change of changes) {
      if (FIELD_KINDS.includes(change.kind)) await absorbRecord(pulling, change)
      else await absorbOther(pulling, change)
    }
  })
}

/** After a complete fresh pull: what the server no longer shows goes. Own work and whatever waits stays. */
export async function sweep({ person, pull }: Pulling): Promise<void> {
  await db.transaction('rw', db.records, db.feed, async () => {
    await db.feed.filter((row) => row.person === person && row.pull !== pull).delete()
    await db.records
      .where('[person+state]')
      .equals([person, 'sent'])
      .filter((row) => row.pull !== pull && !row.mine && !row.body.draft)
      .delete()
  })
}

export async function feedRows(
  person: string,
  kind: string,
): Promise<{ id: string; revision: number; body: RecordData }[]> {
  return db.feed.where('[person+kind]').equals([person, kind]).toArray()
}
