/** Taking in what the server tells: never over a record that still waits in the outbox, never emptying on a broken pull. */
import { db } from './db'
import type { FeedRow, Kind, RecordBody, RecordData, RecordRow, ServerMeta, Theirs } from './rows'

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
  const mine = known?.mine ?? meta?.author?.id === person
  const capturedAt = meta?.captured_at ?? known?.body.capturedAt ?? now
  return {
    id: change.id,
    person,
    kind: change.kind as Kind,
    state: 'sent',
    parent: (data.patrol_id as string) ?? null,
    revision: change.revision,
    mine,
    team: mine ? undefined : 1,
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

/** Withdrawn: its photos go with it. What somebody typed and did not save outlives that. Returns whether it went. */
export async function gone(key: [string, string], known: RecordRow | undefined): Promise<boolean> {
  if (known?.body.draft && !known.body.withdrawn) return false
  const photos = db.photos.where('record').equals(key[1])
  const ids = await photos.filter((photo) => photo.person === key[0]).primaryKeys()
  await db.photoBytes.bulkDelete(ids)
  await db.photos.bulkDelete(ids)
  await db.records.delete(key)
  return true
}

/** The record as the server has it. */
export function withTheirs(
  known: RecordRow,
  { data, meta, revision }: Omit<Theirs, 'deleted'>,
): RecordRow {
  const body = { ...known.body, data, meta, basis: null, theirs: null, last: told(known.body.last) }
  return { ...known, revision, body }
}

/** The other side of a possible conflict, beside what waits here. */
function besideOwn({ pull }: Pulling, change: FeedChange, known: RecordRow): RecordRow {
  const { revision, deleted } = change
  const theirs = { ...split(change.data ?? {}), revision, deleted }
  return { ...known, pull, body: { ...known.body, theirs } }
}

const isNews = ({ fresh }: Pulling, change: FeedChange, known: RecordRow | undefined) =>
  !known || fresh || change.revision >= known.revision

async function absorbRecords(pulling: Pulling, changes: readonly FeedChange[]): Promise<void> {
  const ids = [...new Set(changes.map((change) => change.id))]
  const keys = ids.map((id): [string, string] => [pulling.person, id])
  const rows = await db.records.bulkGet(keys)
  const own = await db.outbox.where('[person+record]').anyOf(keys).toArray()
  const waiting = new Set(own.map((row) => row.record))
  const known = new Map(ids.map((id, at) => [id, rows[at]]))
  const put = new Map<string, RecordRow>()
  for (const change of changes) {
    const { id } = change
    const row = known.get(id)
    let next: RecordRow | undefined
    if (row && waiting.has(id)) next = besideOwn(pulling, change, row)
    else if (change.deleted) {
      if (!(await gone([pulling.person, id], row))) continue
      known.delete(id)
      put.delete(id)
    } else if (isNews(pulling, change, row)) next = fromFeed(pulling, change, row)
    if (!next) continue
    known.set(id, next)
    put.set(id, next)
  }
  await db.records.bulkPut([...put.values()])
}

async function absorbOthers(
  { person, pull }: Pulling,
  changes: readonly FeedChange[],
): Promise<void> {
  const last = new Map(changes.map((change) => [`${change.kind} ${change.id}`, change]))
  const [deleted, alive] = [true, false].map((is) =>
    [...last.values()].filter((change) => change.deleted === is),
  ) as [FeedChange[], FeedChange[]]
  await db.feed.bulkDelete(deleted.map(({ kind, id }) => [person, kind, id]))
  await db.feed.bulkPut(
    alive.map(({ kind, id, revision, data }) => ({
      id,
      person,
      kind,
      revision,
      pull,
      body: data ?? {},
    })),
  )
}

/** One page of the feed, in one transaction and with as few questions to the database as one change needs. */
export async function absorb(pulling: Pulling, changes: readonly FeedChange[]): Promise<void> {
  const tables = [db.records, db.outbox, db.feed, db.photos, db.photoBytes]
  const isRecord = (change: FeedChange) => FIELD_KINDS.includes(change.kind)
  await db.transaction('rw', tables, async () => {
    await absorbRecords(pulling, changes.filter(isRecord))
    await absorbOthers(
      pulling,
      changes.filter((change) => !isRecord(change)),
    )
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

/** What the feed told about these, as far as it did. */
export async function feedOf(
  person: string,
  kind: string,
  ids: readonly string[],
): Promise<FeedRow[]> {
  const keys = ids.map((id): [string, string, string] => [person, kind, id])
  return (await db.feed.bulkGet(keys)).filter((row) => row !== undefined)
}
