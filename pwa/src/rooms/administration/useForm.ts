/** One save at a time; a refused one shows the server's words and goes to the first field it names. */
import { nextTick, ref, shallowRef } from 'vue'
import { objectedFields } from '@/ui/problems'

export function useForm(lacking: () => string[]) {
  const problem = shallowRef<unknown>(null)
  const tried = ref(false)
  const busy = ref(false)
  const saved = ref(false)

  async function goTo(fields: string[]): Promise<void> {
    await nextTick()
    const name = fields.map((field) => field.split('.')[0]).find(Boolean)
    const place = name && document.querySelector<HTMLElement>(`[data-field="${name}"]`)
    if (!place) return
    const input = place.matches('input') ? place : place.querySelector<HTMLElement>('input')
    input?.focus()
    place.scrollIntoView({ block: 'nearest' })
  }

  async function save<T>(work: () => Promise<T>): Promise<T | null> {
    tried.value = true
    saved.value = false
    problem.value = null
    if (lacking().length) {
      await goTo(lacking())
      return null
    }
    if (busy.value) return null
    busy.value = true
    try {
      const done = await work()
      tried.value = false
      saved.value = true
      return done
    } catch (error) {
      problem.value = error
      await goTo(objectedFields(error))
      return null
    } finally {
      busy.value = false
    }
  }

  return { problem, tried, busy, saved, save }
}
