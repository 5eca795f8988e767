/**
 * The PIN is forgotten: with a network the office opens the data key upon the password, and the person sets a new PIN.
 * The password and the opened key are held by this page alone, between two steps, and never stored.
 */
import { computed, ref, shallowRef } from 'vue'
import { http } from '@/http'
import { t } from '@/i18n'
import { type Unsent, unsentOf } from '@/local/unsent'
import { fromBase64url } from '@/local/vault/office'
import { takeBack } from '@/local/vault/open'
import type { Vault } from '@/local/vault/types'
import { vaultOf } from '@/local/vaults'
import { explain } from '../explain'
import { useSession } from '../store'
import { useNewPin } from './newPin'

export interface Leaving {
  done: () => void
  /** A one-time password has to be changed before anything else. */
  password: () => void
}

export function useForgotten(person: string, leave: Leaving) {
  const session = useSession()
  const vault = shallowRef<Vault>()
  const unsent = shallowRef<Unsent>({ records: 0, drafts: 0 })
  const known = ref(false)
  const said = ref('')
  const busy = ref(false)
  const key = shallowRef<Uint8Array | null>(null)
  /** Their password has just been right here, on the page before this one. */
  const arrived = computed(() => {
    const { session: kept, csrf } = session.arriving ?? {}
    return !!csrf && kept?.person.id === person
  })

  const fresh = useNewPin(
    async (pin) => {
      await takeBack(person, key.value!, pin)
      key.value = null
      await session.enter(person)
      leave.done()
    },
    (text) => void (said.value = text),
  )

  async function look(): Promise<void> {
    vault.value = await vaultOf(person)
    unsent.value = await unsentOf(person)
    known.value = true
  }

  async function tell(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    said.value = ''
    try {
      await work()
    } catch (error) {
      said.value = explain(error)
    } finally {
      busy.value = false
    }
  }

  const open = (username: string, password: string) =>
    tell(async () => {
      if (!arrived.value) await session.signIn(username, password)
      if (session.mustChangePassword) return leave.password()
      if (!arrived.value) return void (said.value = t('pin.otherAccount'))
      const wrap = vault.value?.office
      const given = await http.post<{ key: string }>('/session/vault', { password, wrap })
      key.value = fromBase64url(given.key)
    })

  const give = (pin: string) => {
    said.value = ''
    return tell(() => fresh.give(pin))
  }

  void look().catch((error) => {
    console.error(error)
    said.value = t('pin.trouble')
  })
  const { again } = fresh
  return { vault, unsent, known, said, busy, key, arrived, again, open, give }
}
