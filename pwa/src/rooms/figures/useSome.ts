/** The first of a long list, and more when somebody asks: a month of a county is thousands of rows. */
import { computed, getCurrentInstance, onBeforeUnmount, type Ref, ref, watch } from 'vue'

const AT_ONCE = 200

export function useSome<T>(all: Readonly<Ref<readonly T[]>>) {
  const most = ref(AT_ONCE)
  const some = computed(() => all.value.slice(0, most.value))
  const rest = computed(() => all.value.length - some.value.length)

  function more(): void {
    most.value += AT_ONCE
  }

  /** Paper has no key to press. */
  const whole = () => (most.value = all.value.length)
  if (getCurrentInstance()) {
    addEventListener('beforeprint', whole)
    onBeforeUnmount(() => removeEventListener('beforeprint', whole))
  }

  watch(all, () => (most.value = AT_ONCE))
  return { some, rest, more }
}
