/** What happens with six digits: they open the phone, or are set as the PIN of somebody who arrives. */
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { buzz } from '@/device/haptics'
import { http } from '@/http'
import { t } from '@/i18n'
import { createVault, unlock, unlockByPasskey, type Verdict } from '@/local/vault/open'
import { freeTries } from '@/local/vault/tries'
import type { Vault } from '@/local/vault/types'
import { type Unsent, unsentOf } from '@/local/unsent'
import { triesLeft, vaultOf, vaults } from '@/local/vaults'
import { useSession } from '../store'
import { useNewPin } from './newPin'

export type Step = 'looking' | 'open' | 'new' | 'locked' | 'unknown'

export function usePin(done: (entered: boolean) => void) {
  const session = useSession()
  const person = ref(session.locked)
  const vault = shallowRef<Vault>()
  const others = shallowRef<Vault[]>([])
  const unsent = shallowRef<Unsent>({ records: 0, drafts: 0 })
  const step = ref<Step>('looking')
  const said = ref('')
  const busy = ref(false)
  const now = ref(Date.now())
  const waits = computed(() => Math.ceil(((vault.value?.waitUntil ?? 0) - now.value) / 1000))
  const clock = setInterval(() => (now.value = Date.now()), 500)
  onScopeDispose(() => clearInterval(clock))
  const fresh = useNewPin(async (pin) => {
    const id = person.value!
    await createVault(id, pin)
    done(await session.enter(id))
  }, refuse)

  /** The password has just been right: tries begin anew, and the office learns of the ten. */
  async function liftLock(id: string): Promise<void> {
    const { records, drafts } = unsent.value
    const event = { event: 'pin_locked', unsent: records + drafts }
    await http.post('/session/phone-events', event).catch(console.error)
    await freeTries(id)
    vault.value = await vaultOf(id)
  }

  async function look(): Promise<void> {
    const id = person.value
    if (!id) return void (step.value = 'unknown')
    vault.value = await vaultOf(id)
    unsent.value = await unsentOf(id)
    others.value = (await vaults()).filter((one) => one.person !== id)
    const arrived = session.arriving?.session.person.id === id
    if (!vault.value) return void (step.value = arrived ? 'new' : 'unknown')
    if (!triesLeft(vault.value) && arrived && session.arriving?.csrf) await liftLock(id)
    step.value = triesLeft(vault.value) ? 'open' : 'locked'
  }

  function refuse(text: string): void {
    said.value = text
    buzz('wrongPin')
  }

  async function tell(verdict: Exclude<Verdict, { is: 'open' }>, id: string): Promise<void> {
    vault.value = await vaultOf(id)
    now.value = Date.now()
    if (verdict.is === 'locked') step.value = 'locked'
    refuse(verdict.is === 'wrong' ? t('pin.wrong', { n: verdict.left }) : '')
  }

  async function open(id: string, pin: string): Promise<void> {
    const verdict = await unlock(id, pin)
    if (verdict.is === 'open') done(await session.enter(id))
    else await tell(verdict, id)
  }

  async function give(pin: string): Promise<void> {
    const id = person.value
    if (!id || busy.value || waits.value > 0) return
    busy.value = true
    said.value = ''
    try {
      await (step.value === 'open' ? open(id, pin) : fresh.give(pin))
    } catch (error) {
      console.error(error)
      refuse(t('pin.trouble'))
    } finally {
      busy.value = false
    }
  }

  /** Finger, face or screen lock; whoever turns away gives the PIN. */
  async function byPasskey(): Promise<void> {
    const id = person.value
    if (!id || busy.value) return
    busy.value = true
    said.value = ''
    try {
      await unlockByPasskey(id)
      done(await session.enter(id))
    } catch (error) {
      if ((error as Error).name !== 'NotAllowedError') console.error(error)
      refuse(t('pin.passkeyNot'))
    } finally {
      busy.value = false
    }
  }

  async function choose(id: string): Promise<void> {
    person.value = id
    said.value = ''
    await look()
  }

  void look().catch((error) => {
    console.error(error)
    said.value = t('pin.trouble')
  })
  const { again } = fresh
  return { person, vault, others, unsent, step, again, said, busy, waits, give, byPasskey, choose }
}
