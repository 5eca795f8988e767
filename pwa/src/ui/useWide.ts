import { onScopeDispose, ref, type Ref } from 'vue'

/** True from 1024 px on: rail, panels and drawer; below it: tab bar and bottom sheet. */
export function useWide(): Ref<boolean> {
  const query = matchMedia('(min-width: 1024px)')
  const wide = ref(query.matches)
  const update = () => (wide.value = query.matches)
  query.addEventListener('change', update)
  onScopeDispose(() => query.removeEventListener('change', update))
  return wide
}
