/** What pages read of the phone's database: by index and no more than they show, since a week offline is 10,000 records. */
import { db } from './db'
import type { Kind, OutboxRow, PhotoRow, PhotoState, RecordRow, RecordState } from './rows'

const LAST = '\uffff'
/** So many rows are opened at a stretch: no screen waits for more. */
const PIECE = 100

export type Whose = 'own' | 'team'

export async function newest(person: string, whose: Whose, limit: number): Promise<RecordRow[]> {
  const all =
    whose === 'team'
      ? db.records.where('[person+team+created_at]').between([person, 1, ''], [person, 1, LAST])
      : db.records.where('[person+created_at]').between([person, ''], [person, LAST])
  const mine = whose === 'own'
  const shown = all.reverse().filter((row) => row.kind !== 'track' && row.mine === mine)
  return shown.limit(limit).toArray()
}

/** Whether there is anything of colleagues here, without reading it. */
export async function hasTeam(person: string): Promise<boolean> {
  const found = db.records.where('[person+team+created_at]').between([person, 1], [person, 1, LAST])
  return (await found.limit(1).primaryKeys()).length > 0
}

/** Newest first, from an instant on, read in pieces. */
export async function since(person: string, instant: Date): Promise<RecordRow[]> {
  const from = [person, instant.toISOString()]
  const found = db.records.where('[person+created_at]').between(from, [person, LAST])
  const keys = await found.reverse().primaryKeys()
  const rows: (RecordRow | undefined)[] = []
  for (let at = 0; at < keys.length; at += PIECE)
    rows.push(...(await db.records.bulkGet(keys.slice(at, at + PIECE))))
  return rows.filter((row) => row !== undefined).filter((row) => row.kind !== 'track')
}

export async function ofKind(person: string, kind: Kind): Promise<RecordRow[]> {
  return db.records.where('[person+kind]').equals([person, kind]).toArray()
}

export async function onPatrol(person: string, patrol: string): Promise<RecordRow[]> {
  const rows = await db.records.where('[person+parent]').equals([person, patrol]).toArray()
  return rows.filter((row) => row.kind !== 'track').reverse()
}

/** Oldest first: record ids grow with time. */
export async function inState(
  person: string,
  state: RecordState,
  limit: number,
): Promise<RecordRow[]> {
  const found = db.records.where('[person+state]').equals([person, state])
  return found
    .filter((row) => row.kind !== 'track')
    .limit(limit)
    .toArray()
}

export async function named(person: string, ids: readonly string[]): Promise<RecordRow[]> {
  const rows = await db.records.bulkGet(ids.map((id): [string, string] => [person, id]))
  return rows.filter((row) => row !== undefined)
}

/** Records in which somebody typed and did not save. */
async function typedIn(person: string): Promise<RecordRow[]> {
  return db.records.where('[person+typed]').equals([person, 1]).reverse().toArray()
}

export const UNSENT: readonly RecordState[] = ['queued', 'sending', 'held', 'refused', 'conflict']

/** Which records wait in which state, without reading them: a list as long as what waits. */
export async function unsentStates(person: string): Promise<Map<string, RecordState>> {
  const states = new Map<string, RecordState>()
  for (const state of UNSENT) {
    const found = db.records.where('[person+state]').equals([person, state])
    for (const [, id] of await found.primaryKeys()) states.set(id, state)
  }
  return states
}

/** How many records wait in each state. */
async function counts(person: string): Promise<Map<RecordState, number>> {
  const found = new Map<RecordState, number>()
  for (const state of UNSENT)
    found.set(state, await db.records.where('[person+state]').equals([person, state]).count())
  return found
}

export interface PhotoKey {
  record: string
  state: PhotoState
}

export interface Undelivered {
  counts: Map<RecordState, number>
  typed: RecordRow[]
  photos: PhotoKey[]
  /** Records with photos that the server does not have. */
  withPhotos: RecordRow[]
}

/** What has not been delivered, at one moment: read apart, a record could be missing from both of two answers. */
export async function undelivered(person: string): Promise<Undelivered> {
  return db.transaction('r', db.records, db.photos, async () => {
    const photos = await photoKeys(person)
    const ids = photos.filter(({ state }) => state !== 'sent').map(({ record }) => record)
    return {
      counts: await counts(person),
      typed: await typedIn(person),
      photos,
      withPhotos: await named(person, [...new Set(ids)]),
    }
  })
}

/** Record and state of every photo, without reading one. */
export async function photoKeys(person: string): Promise<PhotoKey[]> {
  const found = db.photos.where('[person+record+state]').between([person], [person, []])
  const keys = (await found.keys()) as unknown as [string, string, PhotoState][]
  return keys.map(([, record, state]) => ({ record, state }))
}

export async function photosInState(
  person: string,
  ...states: readonly PhotoState[]
): Promise<PhotoRow[]> {
  const keys = states.map((state) => [person, state])
  return db.photos.where('[person+state]').anyOf(keys).toArray()
}

/** Bytes of photos that the server does not have. */
export async function unsentSize(person: string): Promise<number> {
  let sum = 0
  for (const state of ['draft', 'queued', 'sending', 'refused'] as const) {
    const found = db.photos
      .where('[person+state+size]')
      .between([person, state], [person, state, []])
    const keys = (await found.keys()) as unknown as [string, string, number][]
    sum += keys.reduce((total, [, , size]) => total + size, 0)
  }
  return sum
}

export async function changesOf(person: string, ids: readonly string[]): Promise<OutboxRow[]> {
  const keys = ids.map((id) => [person, id])
  return db.outbox.where('[person+record]').anyOf(keys).toArray()
}
