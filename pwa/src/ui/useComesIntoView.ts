/** On a narrow page, where everything stands below one another, what was chosen comes up from below by itself. */
import { type Ref, watch } from 'vue'
import { useWide } from './useWide'

export function useComesIntoView(
  panel: Readonly<Ref<HTMLElement | undefined>>,
  chosen: () => unknown,
): void {
  const wide = useWide()
  watch(
    [panel, chosen],
    () => {
      if (chosen() && !wide.value) panel.value?.scrollIntoView({ block: 'start' })
    },
    { flush: 'post' },
  )
}
