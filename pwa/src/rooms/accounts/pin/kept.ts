import { t } from '@/i18n'
import type { Unsent } from '@/local/unsent'

/** What lies unsent on the locked phone, in words; '' for nothing. */
export function keptText({ records, drafts }: Unsent): string {
  const parts = [
    records ? t('pin.keptRecords', { n: records }) : '',
    drafts ? t('pin.keptDrafts', { n: drafts }) : '',
  ].filter(Boolean)
  const [one = '', other] = parts
  return other ? t('pin.keptBoth', { one, other }) : one
}
