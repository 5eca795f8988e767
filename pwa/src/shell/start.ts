/** What runs once, before the first page: settings, the service worker, sending by itself. */
import { startSettings } from '@/device/settings'
import { askToPersist } from '@/device/storage'
import type { Router } from 'vue-router'
import { onUnauthorised } from '@/http'
import { useLanguage } from '@/i18n'
import { useSession } from '@/rooms/accounts/store'
import { startSync } from '@/sync/triggers'
import { startServiceWorker } from './update'
import { warmUp } from './warm'

export function startShell(router: Router): void {
  startSettings((language) => void useLanguage(language))
  const session = useSession()
  onUnauthorised(() => {
    if (session.person) session.expired = true
  })
  startSync()
  startServiceWorker(router)
  if (session.person) void askToPersist()
  warmUp(() => session.hasRole('officer', 'auxiliary'))
}
