/** What is still to send and how sending goes, as the chip, the banner and the pages show it. */
import { computed } from 'vue'
import { useSession } from '@/rooms/accounts/store'
import type { Tally } from '@/rooms/changes/delivery'
import { useTally } from '@/rooms/changes/useTally'
import { status } from '@/sync/status'
import { faceOf } from './face'
import { lost } from './losses'

const NOTHING: Tally = { waiting: 0, look: 0, drafts: 0 }

export function useDelivery() {
  const session = useSession()
  const person = () => session.person?.id ?? ''
  const { typed, photos, heldUp, found } = useTally(person)
  const known = computed(() => found.value !== null)
  const counts = computed(() => found.value ?? NOTHING)
  /** Lost work needs a person, too. */
  const shown = computed(
    () => found.value && { ...found.value, look: found.value.look + (lost.value ? 1 : 0) },
  )
  const face = computed(() => faceOf(shown.value, status.reach))
  return { person, typed, heldUp, photos, known, counts, face, status }
}
