/** What runs once, before the first page: settings, the service worker, sending by itself. */
import { watch } from 'vue'
import { startSettings } from '@/device/settings'
import { askToPersist } from '@/device/storage'
import type { Router } from 'vue-router'
import { onUnauthorised } from '@/http'
import { useLanguage } from '@/i18n'
import { followUnsent } from '@/local/mark'
import { useSession } from '@/rooms/accounts/store'
import { startSync } from '@/sync/triggers'
import { startIdleLock } from './idle'
import { tellLosses } from './losses'
import { startServiceWorker } from './update'
import { warmUp } from './warm'

export function startShell(router: Router): void {
  startSettings((language) => void useLanguage(language))
  const session = useSession()
  onUnauthorised(() => {
    if (session.person) session.expired = true
  })
  startSync()
  startIdleLock()
  watch(
    () => (session.keepsRecords ? session.person?.id : undefined),
    (person, _before, ended) => {
      if (!person) return
      ended(followUnsent(person))
      void askToPersist()
      void tellLosses().catch(console.error)
    },
    { immediate: true },
  )
  startServiceWorker(router)
  warmUp(() => session.hasRole('officer', 'auxiliary'))
}
