/** Reading the records on this phone, for every room: one person's, newest first. */
import { computed, type Ref } from 'vue'
import { unanswered } from '@/local/changes'
import { db } from '@/local/db'
import * as lists from '@/local/lists'
import { useLive } from '@/local/live'
import { waiting } from '@/local/outbox'
import type { Kind, OutboxRow, PhotoState, RecordRow } from '@/local/rows'
import { signedHere } from '@/local/signing'
import { countPhotos, type PhotoCount } from './delivery'

export { chooseSide, sendAgain } from '@/local/outbox'
export { discardDraft, save as saveRecord, withdraw } from '@/local/records'

type Id = () => string

/** What a list is before the phone's database has answered: that is not the same as an empty one. */
const UNREAD: never[] = []
export const isRead = (...found: readonly (readonly unknown[])[]) =>
  found.every((list) => list !== UNREAD)

const liveList = <T>(query: () => Promise<T[]>, ...depends: readonly (() => unknown)[]) =>
  useLive<T[]>(query, UNREAD, () => depends.map((one) => one()))

export function loadRecord(person: string, id: string): Promise<RecordRow | undefined> {
  return db.records.get([person, id])
}

export function useNewest(
  person: Id,
  keep: (row: RecordRow) => boolean,
  limit: () => number,
  depends: () => unknown = () => null,
): Ref<RecordRow[]> {
  return liveList(() => lists.newest(person(), keep, limit()), person, limit, depends)
}

function midnight(daysAgo: number): Date {
  const day = new Date()
  day.setHours(0, 0, 0, 0)
  day.setDate(day.getDate() - daysAgo)
  return day
}

/** Of today and of so many days before. */
export function useRecent(person: Id, days = 0): Ref<RecordRow[]> {
  return liveList(() => lists.since(person(), midnight(days)), person)
}

export function useKind(person: Id, kind: Kind): Ref<RecordRow[]> {
  return liveList(() => lists.ofKind(person(), kind), person)
}

export function useOnPatrol(person: Id, patrol: Id): Ref<RecordRow[]> {
  return liveList(() => lists.onPatrol(person(), patrol()), person, patrol)
}

export function useRecord(person: Id, id: Id): Ref<RecordRow | undefined> {
  return useLive(
    () => loadRecord(person(), id()),
    undefined,
    () => [person(), id()],
  )
}

/** Changes of one record that the server has not answered for. */
export function useChanges(person: Id, record: Id): Ref<OutboxRow[]> {
  return liveList(() => unanswered(person(), record()), person, record)
}

/** All changes that the server has not answered for: for the few pages that need every one. */
export const useAllChanges = (person: Id) => liveList(() => waiting(person()), person)

export const useNamed = (person: Id, ids: () => readonly string[]) =>
  liveList(
    () => lists.named(person(), [...new Set(ids())]),
    person,
    () => ids().join(),
  )

export const usePhotoKeys = (person: Id) => liveList(() => lists.photoKeys(person()), person)

export const usePhotosIn = (person: Id, ...states: readonly PhotoState[]) =>
  liveList(() => lists.photosInState(person(), ...states), person)

/** Photos of each record: how many there are, and how many the server has. */
export function usePhotoCounts(person: Id): Ref<Map<string, PhotoCount>> {
  const keys = usePhotoKeys(person)
  return computed(() => countPhotos(keys.value))
}

export const useTyped = (person: Id) => liveList(() => lists.typedIn(person()), person)

export const useUnsentStates = (person: Id) =>
  useLive(() => lists.unsentStates(person()), null, person)

/** Whether this person has signed all that was saved here of a record; null when nothing was. */
export const useSigned = (person: Id, record: Id) =>
  useLive(
    () => signedHere(person(), record()),
    null,
    () => [person(), record()],
  )
