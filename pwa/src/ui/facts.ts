/** The three facts of a record, in their fixed order: where, evidence, delivery. */
import type { IconName } from './icons'

export type Role = 'ok' | 'warn' | 'danger' | 'primary' | 'conflict' | 'quiet'

/** `unknown`: there was no position to judge, or nothing has judged it yet. */
export type Certainty = 'inside' | 'uncertain' | 'outside' | 'unknown'

/** `signed`: by this phone, and not judged yet; the others are the server's. */
export type Verdict =
  'signed' | 'intact' | 'unsigned' | 'clock_changed' | 'chain_gap' | 'hash_mismatch'

export type Delivery = 'draft' | 'queued' | 'sending' | 'sent' | 'refused' | 'held' | 'conflict'

export const CERTAINTIES: Exclude<Certainty, 'unknown'>[] = ['inside', 'uncertain', 'outside']

export const CERTAINTY_ROLE: Record<Certainty, Role> = {
  inside: 'primary',
  uncertain: 'warn',
  outside: 'quiet',
  unknown: 'quiet',
}

export const VERDICT_LOOK: Record<Verdict, { icon: IconName; role: Role }> = {
  signed: { icon: 'shield-check', role: 'quiet' },
  intact: { icon: 'shield-check', role: 'ok' },
  unsigned: { icon: 'shield', role: 'quiet' },
  clock_changed: { icon: 'clock-alert', role: 'warn' },
  chain_gap: { icon: 'unlink', role: 'warn' },
  hash_mismatch: { icon: 'shield-x', role: 'danger' },
}

export const DELIVERY_LOOK: Record<Delivery, { icon: IconName; role: Role }> = {
  draft: { icon: 'pencil-line', role: 'quiet' },
  queued: { icon: 'clock', role: 'primary' },
  sending: { icon: 'cloud-upload', role: 'primary' },
  sent: { icon: 'cloud-check', role: 'ok' },
  refused: { icon: 'undo-2', role: 'danger' },
  held: { icon: 'hourglass', role: 'warn' },
  conflict: { icon: 'git-compare', role: 'conflict' },
}

/** What the server or the phone's own zone check says, in our words; anything else is unknown. */
export function certaintyOf(value: string | null | undefined): Certainty {
  return CERTAINTIES.find((known) => known === value) ?? 'unknown'
}

/** "±6 m"; a missing or senseless radius says nothing. */
export function accuracyText(metres: number | null | undefined): string {
  if (metres == null || !Number.isFinite(metres) || metres < 0) return ''
  return `±${Math.max(1, Math.round(metres))} m`
}
