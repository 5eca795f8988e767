/** What is still to send and how sending goes, as the chip, the banner and the pages show it. */
import { computed } from 'vue'
import { useSession } from '@/rooms/accounts/store'
import { tally } from '@/rooms/changes/delivery'
import { usePhotoCounts, useRecords } from '@/rooms/changes/store'
import { status } from '@/sync/status'
import { faceOf } from './face'

export function useDelivery() {
  const session = useSession()
  const person = () => session.person?.id ?? ''
  const records = useRecords(person, (row) => row.mine)
  const photos = usePhotoCounts(person)
  const counts = computed(() => tally(records.value, photos.value))
  const face = computed(() => faceOf(counts.value, status.reach))
  return { person, records, photos, counts, face, status }
}
