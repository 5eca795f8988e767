/** Why a record came back, in words. Chips that this client does not know yet are left out; the own words stay. */
import { t, te } from '@/i18n'
import type { ReviewBody } from './types'

export function returnWords({ codes, text }: Pick<ReviewBody, 'codes' | 'text'>): string {
  const chips = codes
    .filter((code) => te(`reviews.chip.${code}`))
    .map((code) => t(`reviews.chip.${code}`))
  const said = [...chips, text?.trim()].filter(Boolean)
  return said.length ? said.join(t('reviews.comma')) : t('reviews.askSupervisor')
}
