/** A new PIN: not too simple, and entered twice alike. */
import { ref } from 'vue'
import { t } from '@/i18n'
import { tooSimple } from '@/local/vault/pin'

export function useNewPin(set: (pin: string) => Promise<void>, refuse: (text: string) => void) {
  const again = ref(false)
  let first = ''

  async function give(pin: string): Promise<void> {
    if (!again.value && tooSimple(pin)) return refuse(t('pin.simple'))
    if (!again.value) first = pin
    else if (pin === first) await set(pin)
    else refuse(t('pin.different'))
    again.value = !again.value
  }

  return { again, give }
}
