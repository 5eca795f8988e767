/** Reasons, decisions and re-checks as sentences. Pure: the translator comes from outside. */
import type { Language } from '@/i18n'
import { lengthWords } from '@/ui/lengths'
import { kindOf } from '@/ui/kinds'
import type { Decision, Item, Near, Reason, Recheck, ReturnReason } from './types'

type Translate = (key: string, values?: Record<string, unknown>) => string

/** Difference hashes of 64 bits: below it, most likely the same picture. */
const SAME_PICTURE_BITS = 10

const metres = (value: number | undefined) => (value === undefined ? '' : `${Math.round(value)} m`)

function uncertain({ accuracy_m, border_m }: Reason, t: Translate): string {
  const parts = [
    t('reviewing.reason.zone_uncertain'),
    accuracy_m === undefined ? '' : `±${metres(accuracy_m)}`,
    border_m === undefined ? '' : t('reviewing.border', { distance: metres(border_m) }),
  ]
  return parts.filter(Boolean).join(t('reviewing.comma'))
}

/** They may be near one another, or share a picture from anywhere. */
function alike({ distance_m, seconds, photo }: Reason, t: Translate): string {
  if (photo && distance_m === undefined) return t('reviewing.reason.same_photo')
  const values = {
    distance: metres(distance_m),
    time: lengthWords(Math.abs(seconds ?? 0) / 60, t),
  }
  const near = t('reviewing.reason.duplicate', values)
  return photo ? `${near}${t('reviewing.comma')}${t('reviewing.reason.same_photo')}` : near
}

function clockOff(minutes: number, t: Translate): string {
  const way = minutes < 0 ? 'behind' : 'ahead'
  return t(`reviewing.reason.clock_${way}`, { time: lengthWords(minutes, t) })
}

/** One reason in words, with its figures. A code that is not known is shown as it is. */
export function reasonWords(reason: Reason, t: Translate): string {
  const { code, minutes, distance_m, photos, round } = reason
  if (code === 'zone_uncertain') return uncertain(reason, t)
  if (code === 'duplicate') return alike(reason, t)
  if (code === 'clock_off') return clockOff(minutes ?? 0, t)
  const words = t(`reviewing.reason.${code}`, {
    distance: metres(distance_m),
    time: lengthWords(minutes ?? 0, t),
    n: code === 'photo_mismatch' ? (photos ?? 1) : (round ?? 2),
  })
  return words.startsWith('reviewing.') ? code : words
}

/** "1.2 km", "12 m" */
const farWords = (value: number) =>
  value < 1000 ? `${value} m` : `${(value / 1000).toFixed(1)} km`

const typeOf = ({ kind, record }: Item, t: Translate) =>
  kind === 'capture'
    ? t('ui.kind.stray')
    : t(`ui.kind.${kindOf(record?.properties.type ?? '').code}`)

function kindWords(one: Item, other: Item, t: Translate): string {
  const [here, there] = [typeOf(one, t), typeOf(other, t)]
  return here === there
    ? t('reviewing.sameKind', { kind: here })
    : t('reviewing.otherKind', { here, there })
}

function photoWords({ same_photo, alike: bits }: Near, t: Translate): string {
  if (same_photo) return t('reviewing.reason.same_photo')
  return bits !== null && bits < SAME_PICTURE_BITS ? t('reviewing.samePicture') : ''
}

/** What two records have in common, a line each: metres, minutes, kind, photos. */
export function likeWords(near: Near, one: Item, t: Translate): string[] {
  const order = near.seconds < 0 ? 'earlier' : 'later'
  return [
    near.distance_m === null
      ? t('reviewing.apartUnknown')
      : t('reviewing.apart', { distance: farWords(near.distance_m) }),
    t(`reviewing.${order}`, { time: lengthWords(Math.abs(near.seconds) / 60, t) }),
    kindWords(one, near.item, t),
    photoWords(near, t),
  ].filter(Boolean)
}

export function chipWords(
  codes: readonly string[],
  known: readonly ReturnReason[],
  language: Language,
): string[] {
  return codes.map((code) => known.find((one) => one.code === code)?.name[language] ?? code)
}

export interface Told {
  at: string
  text: string
}

function decisionWords(
  one: Decision,
  id: string,
  known: readonly ReturnReason[],
  language: Language,
  t: Translate,
): string {
  const who = one.by.name
  if (one.decision === 'merge' && one.record_id !== id)
    return t('reviewing.did.mergedHere', { who })
  const said =
    one.decision === 'zone'
      ? [t(`reviewing.ruling.${one.codes[0] ?? 'inside'}`), one.text]
      : [...chipWords(one.codes, known, language), one.text]
  const what = said.filter(Boolean).join(t('reviewing.comma'))
  const words = t(`reviewing.did.${one.decision}`, { who, n: one.round })
  return what ? `${words}${t('reviewing.colon')}${what}` : words
}

function recheckWords(one: Recheck, t: Translate): Told[] {
  if (!one.ended_at) return []
  const how = one.state === 'cancelled' ? 'cancelled' : (one.result ?? 'recorded')
  const words = t(`reviewing.rechecked.${how}`, { who: one.ended_by ?? '' })
  return [
    { at: one.ended_at, text: one.note ? `${words}${t('reviewing.colon')}${one.note}` : words },
  ]
}

/** What was decided and what came of re-checks, oldest first. */
export function reviewSteps(
  whole: { record_id: string; decisions: Decision[]; rechecks: Recheck[] },
  known: readonly ReturnReason[],
  language: Language,
  t: Translate,
): Told[] {
  const decided = whole.decisions.map((one) => ({
    at: one.at,
    text: decisionWords(one, whole.record_id, known, language, t),
  }))
  const looked = whole.rechecks.flatMap((one) => recheckWords(one, t))
  return [...decided, ...looked].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
