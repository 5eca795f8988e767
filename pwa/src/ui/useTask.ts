/** One thing at a time that may fail: the page says that it is under way, and what went wrong. */
import { ref, shallowRef } from 'vue'

export function useTask() {
  const busy = ref(false)
  const problem = shallowRef<unknown>(null)

  /** Nothing, when it failed or another is under way. */
  async function work<T>(task: () => Promise<T>): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    problem.value = null
    try {
      return await task()
    } catch (error) {
      problem.value = error
      return null
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, work }
}
