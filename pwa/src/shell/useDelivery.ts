/** What is still to send and how sending goes, as the chip, the banner and the pages show it. */
import { computed } from 'vue'
import { useSession } from '@/rooms/accounts/store'
import { tally } from '@/rooms/changes/delivery'
import { countPhotos, isRead, usePhotoRows, useRecords } from '@/rooms/changes/store'
import { status } from '@/sync/status'
import { faceOf } from './face'

export function useDelivery() {
  const session = useSession()
  const person = () => session.person?.id ?? ''
  const records = useRecords(person, (row) => row.mine)
  const photoRows = usePhotoRows(person)
  const photos = computed(() => countPhotos(photoRows.value))
  /** Until then nothing may be said: an empty list would read as "all delivered". */
  const known = computed(() => isRead(records.value, photoRows.value))
  const counts = computed(() => tally(records.value, photos.value))
  const face = computed(() => faceOf(known.value ? counts.value : null, status.reach))
  return { person, records, photos, photoRows, known, counts, face, status }
}
