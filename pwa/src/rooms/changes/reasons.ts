import { t } from '@/i18n'
import type { Refusal } from '@/local/rows'
import { fieldLabel } from './fields'

const SHOWN = 3

/** One line a field: its label and what was said about it. What is nested is named by its own label; what the message says already is left out. */
function lines(field: string, said: unknown, message: string): string[] {
  if (said && typeof said === 'object' && !Array.isArray(said))
    return Object.entries(said).flatMap(([inner, more]) => lines(inner, more, message))
  const text = Array.isArray(said) ? said.join('，') : typeof said === 'string' ? said : ''
  if (text && message.includes(text)) return []
  return [text ? `${fieldLabel(field)}：${text}` : fieldLabel(field)]
}

/** The server's words, with the fields it named; ours only when it said nothing. */
export function reasonOf(refusal: Refusal | null | undefined): string {
  if (refusal?.code === 'hash_mismatch') return t('outbox.damaged')
  const message = refusal?.message ?? ''
  const named = Object.entries(refusal?.fields ?? {})
    .flatMap(([field, said]) => lines(field, said, message))
    .slice(0, SHOWN)
  const parts = [message, named.join('；')].filter(Boolean)
  return parts.length ? parts.join(' ') : t('outbox.unknownReason')
}
