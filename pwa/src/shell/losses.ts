/** Work that went with a cleared database: told to the person and to the office, until both know. */
import { computed, ref } from 'vue'
import { http } from '@/http'
import { losses, lossesRead, lossTold, type Loss } from '@/local/mark'

const known = ref<Loss[]>([])

export const lost = computed(() => known.value.reduce((sum, one) => sum + one.unsent, 0))
export const lostAt = computed(() => known.value.at(-1)?.noticedAt ?? '')

export const lookForLosses = () => void (known.value = losses())

export async function tellLosses(): Promise<void> {
  for (const loss of losses().filter((one) => !one.told)) {
    await http.post('/session/phone-events', { event: 'storage_lost', unsent: loss.unsent })
    lossTold(loss)
  }
}

export function readLosses(): void {
  known.value = []
  lossesRead()
}
