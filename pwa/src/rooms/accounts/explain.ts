import { detailOf, NetworkError, NotOurServer } from '@/http'
import { t } from '@/i18n'

/** Why signing in did not succeed, in words for the person. */
export function explain(error: unknown): string {
  if (error instanceof NetworkError) return t('accounts.noNetwork')
  if (error instanceof NotOurServer) return t('accounts.captive')
  return detailOf(error) || t('accounts.trouble')
}
