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
  whose: () => lists.Whose,
  limit: () => number,
): Ref<RecordRow[]> {
  return liveList(() => lists.newest(person(), whose(), limit()), person, whose, limit)
}

export const useHasTeam = (person: Id) => useLive(() => lists.hasTeam(person()), false, person)

function midnight(daysAgo: number): Date {
  const day = new Date()
  day.setHours(0, 0, 0, 0)
  day.setDate(day.getDate() - daysAgo)
  return day
}

/** Thousands of records in a day are read anew for a sixth of the time at most. */
const LONG_REST = 5

/** Of today and of so many days before. */
export function useRecent(person: Id, days = 0): Ref<RecordRow[]> {
  const recent = () => lists.since(person(), midnight(days))
  return useLive<RecordRow[]>(recent, UNREAD, () => [person()], LONG_REST)
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

/** Whether this person has signed all that was saved here of a record; null when nothing was. */
export const useSigned = (person: Id, record: Id) =>
  useLive(
    () => signedHere(person(), record()),
    null,
    () => [person(), record()],
  )
