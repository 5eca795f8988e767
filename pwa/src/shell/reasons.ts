import { t } from '@/i18n'
import { fieldLabel } from './differences'
import type { Refusal } from '@/local/rows'

function named(fields: Record<string, unknown>): string {
  const texts = Object.entries(fields).map(([field, said]) => {
    const text = Array.isArray(said) ? said.join('，') : typeof said === 'string' ? said : ''
    return text ? `${fieldLabel(field)}：${text}` : fieldLabel(field)
  })
  return texts.slice(0, 3).join('；')
}

/** The server's words, with the fields it named; ours only when it said nothing. */
export function reasonOf(refusal: Refusal | null | undefined): string {
  if (refusal?.code === 'hash_mismatch') return t('outbox.damaged')
  const parts = [refusal?.message, named(refusal?.fields ?? {})].filter(Boolean)
  return parts.length ? parts.join(' ') : t('outbox.unknownReason')
}
