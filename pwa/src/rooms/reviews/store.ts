/** Returns and re-checks as this phone holds them, and the evening's list. */
import { computed, type Ref, shallowRef, watch } from 'vue'
import { v7 as uuidv7 } from 'uuid'
import { http } from '@/http'
import { feedRows } from '@/local/feed'
import { useLive } from '@/local/live'
import type { RecordRow } from '@/local/rows'
import { contentOf } from '@/rooms/changes/titles'
import { useKind, useNamed, useRecent } from '@/rooms/changes/store'
import { useDraft } from '@/rooms/changes/useDraft'
import { keepShot } from '@/rooms/photos/store'
import type { Shot } from '@/rooms/photos/types'
import type { LonLat } from '@/geo/positions'
import { dayOf } from '@/ui/days'
import { answeredBy, eveningPoints, openOnes, seenAgain, standingOf, walked } from './rules'
import type {
  EveningPoint,
  Recheck,
  RecheckBody,
  RecheckResult,
  ReviewBody,
  Standing,
} from './types'
import { returnWords } from './words'

type Id = () => string

/** What supervisors said of records that they returned. */
export const useReviewRows = (person: Id) =>
  useLive(
    async () =>
      (await feedRows(person(), 'review')).map(({ body }) => body as unknown as ReviewBody),
    [] as ReviewBody[],
    person,
  )

export function useRechecks(person: Id): Ref<Recheck[]> {
  return useLive(
    async () =>
      (await feedRows(person(), 'recheck')).map(({ id, body }) => ({
        ...(body as unknown as RecheckBody),
        id,
      })),
    [] as Recheck[],
    person,
  )
}

export interface Returned {
  row: RecordRow
  review: ReviewBody
  standing: Standing
}

/** Own records that were returned, or were and wait to be looked at again; by record. */
export function useReturned(person: Id) {
  const reviews = useReviewRows(person)
  const rows = useNamed(person, () => reviews.value.map(({ record_id }) => record_id))
  const all = computed(() => {
    const byId = new Map(rows.value.map((row) => [row.id, row]))
    const found = new Map<string, Returned>()
    for (const review of reviews.value) {
      const row = byId.get(review.record_id)
      const standing = standingOf(review, row)
      if (row && standing) found.set(row.id, { row, review, standing })
    }
    return found
  })
  /** To be mended by this person. */
  const toMend = computed(() =>
    [...all.value.values()].filter(({ row, standing }) => row.mine && standing === 'returned'),
  )
  /** What a line of a list says of it. */
  const chipOf = (id: string) => {
    const found = all.value.get(id)
    return found && { standing: found.standing, reason: returnWords(found.review) }
  }
  return { reviews, rows, all, toMend, chipOf }
}

/** Answers of this phone: results, and records of yesterday and today that name a re-check. */
export function useAnswers(person: Id) {
  const results = useKind(person, 'recheck')
  const recent = useRecent(person, 1)
  const answers = computed(() => answeredBy([...results.value, ...recent.value]))
  return { answers, recent, results }
}

/** The team's open re-checks, but those that were answered here. */
export function useOpenRechecks(person: Id) {
  const all = useRechecks(person)
  const { answers } = useAnswers(person)
  return computed(() => openOnes(all.value).filter(({ id }) => !answers.value.has(id)))
}

/** `about`: a look of one's own at a record of the team. */
export function useRecheckDraft(person: string, id: string, about?: string) {
  const draft = useDraft<RecheckResult>(
    { id, person, kind: 'recheck', parent: null },
    about ? { about } : {},
  )
  return {
    ...draft,
    save: (result: NonNullable<RecheckResult['result']>) => {
      const note = draft.data.note?.trim()
      const { about: seen } = draft.data
      return draft.save({ ...(seen ? { about: seen } : {}), result, ...(note ? { note } : {}) })
    },
    addShot: (shot: Shot) => draft.attach(keepShot(person, id, shot)),
  }
}

export interface EveningRow extends EveningPoint {
  /** What this phone has recorded of it since. */
  by: RecordRow | null
  /** The look at it that was begun here, or is to be. */
  look_id: string
}

/** A re-check does not say what was recorded; the record does, where it lies here. */
function withRecord(point: EveningPoint, row: RecordRow | undefined): EveningPoint {
  const type = point.record_kind === 'capture' ? 'stray' : row?.body.data?.type
  return { ...point, type: point.type ?? (type as string | undefined) }
}

/** From the server when it answers, else by the same rule from what lies here; ticked off by what was recorded here. */
export function useEvening(person: Id, from: () => LonLat | null) {
  const { reviews, rows: returned } = useReturned(person)
  const rechecks = useRechecks(person)
  const { answers, recent, results } = useAnswers(person)
  const fresh = new Map<string, string>()
  const told = shallowRef<EveningPoint[] | null>(null)

  async function ask(): Promise<void> {
    const start = from()
    const answer = await http
      .get<{ points: EveningPoint[] }>('/rechecks/evening', { lon: start?.lon, lat: start?.lat })
      .catch(() => null)
    told.value = answer?.points ?? null
  }

  const here = computed(
    () => new Map([...recent.value, ...returned.value].map((row) => [row.id, row])),
  )
  function lookOf(record: string): string {
    const begun = results.value.find((row) => contentOf(row).about === record)
    if (!begun && !fresh.has(record)) fresh.set(record, uuidv7())
    return begun?.id ?? fresh.get(record)!
  }

  const held = computed(() => {
    const rows = [...here.value.values()]
    const points = eveningPoints(
      { rechecks: rechecks.value, reviews: reviews.value, rows },
      dayOf(Date.now()),
    )
    return walked(points, from())
  })

  const points = computed<EveningRow[]>(() =>
    (told.value ?? held.value).map((point) => ({
      ...withRecord(point, here.value.get(point.record_id)),
      by:
        answers.value.get(point.recheck_id ?? point.record_id) ||
        seenAgain(point, recent.value) ||
        null,
      look_id: lookOf(point.record_id),
    })),
  )

  /* Asked anew when the list here becomes another one, and when the first position is there. */
  const which = () =>
    held.value
      .map(({ record_id }) => record_id)
      .sort()
      .join()
  watch([which, () => from() !== null], ask, { immediate: true })
  return points
}
