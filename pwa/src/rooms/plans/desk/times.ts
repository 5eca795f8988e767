/** Hours at which a round of a kind is not usual: worth a question, never a refusal. Pure. */
import type { PatrolType } from '@/rooms/patrols/types'
import type { ShownPlan } from './rules'
import type { Fields } from './types'

/** From and until when a round of the kind usually begins; past midnight it still belongs to the evening. */
const USUAL: Partial<Record<PatrolType, [string, string]>> = {
  morning: ['04:00', '12:00'],
  evening: ['12:00', '04:00'],
}

function within(clock: string, [from, until]: [string, string]): boolean {
  return from < until ? clock >= from && clock < until : clock >= from || clock < until
}

export function isOddStart({ type, from }: Fields): boolean {
  const usual = type && USUAL[type]
  return Boolean(usual && from && !within(from, usual))
}

/** Asked once for what is being written; whatever was planned so before stays without a word. */
export function asksAboutStart(shown: ShownPlan, typed: Fields, answered: string | null): boolean {
  const written = shown.isNew || 'type' in typed || 'from' in typed
  return written && isOddStart(shown) && answered !== startOf(shown)
}

/** What the answer is about. */
export const startOf = ({ type, from }: Fields) => `${type} ${from}`
