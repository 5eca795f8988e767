/** A session that ended begins again, in this tab or in another one: pages read anew by themselves. */
import { watch } from 'vue'
import { useSession } from './store'

export function useSignedInAgain(again: () => void): void {
  const session = useSession()
  watch(
    () => session.expired,
    (expired) => !expired && again(),
  )
}
