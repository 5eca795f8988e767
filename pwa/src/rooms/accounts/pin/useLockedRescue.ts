/** A rescue file from the locked phone: sealed rows and the wrapped key, and a look at the receipt that comes back. */
import { ref, shallowRef } from 'vue'
import { officeKey } from '@/device/office'
import { t } from '@/i18n'
import { checked, NotAReceipt, safeIn } from '@/rescue/receipts'
import { give } from '@/rescue/saving'
import { sealedNames, sealedRows } from '@/rescue/sealedRows'
import { rescueFile } from '@/rescue/writing'

const stamp = () => new Date().toISOString().slice(0, 16).replace(/[:T]/g, '-')

export interface Covered {
  of: number
  safe: number
}

export function useLockedRescue(person: string) {
  const said = ref('')
  const busy = ref(false)
  const done = ref(0)
  /** What the receipt says of what lies here; nothing is noted before the phone is open again. */
  const covered = shallowRef<Covered | null>(null)

  async function tell(work: () => Promise<string>): Promise<void> {
    if (busy.value) return
    busy.value = true
    said.value = ''
    try {
      said.value = await work()
    } catch (error) {
      if (!(error instanceof NotAReceipt)) console.error(error)
      said.value = t(error instanceof NotAReceipt ? 'rescue.noReceipt' : 'rescue.notNow')
    } finally {
      busy.value = false
    }
  }

  const make = () =>
    tell(async () => {
      const office = officeKey()
      if (!office) return t('rescue.noOffice')
      done.value = 0
      const file = await rescueFile(office, sealedRows(person), (count) => (done.value = count))
      await give(file, `quanxun-${stamp()}.qxr`)
      return t('rescue.made')
    })

  const open = (file: File) =>
    tell(async () => {
      const office = officeKey()
      if (!office) return t('rescue.noOffice')
      const said = safeIn(await checked(office, await file.text()))
      const names = await sealedNames(person)
      const safe = new Set([
        ...said.changes.map((one) => one.change_id),
        ...said.photos.map((one) => one.id),
      ])
      const all = [...names.changes, ...names.photos]
      covered.value = { of: all.length, safe: all.filter((id) => safe.has(id)).length }
      return ''
    })

  return { said, busy, done, covered, make, open }
}
