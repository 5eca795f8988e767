/** How many records of today are to be looked at, for the rail: asked again every minute while the page is seen. */
import { computed, onBeforeUnmount, onMounted } from 'vue'
import { useReviews } from './store'

const AGAIN_MS = 60_000
const MOST_SHOWN = 99

export function useReviewCount(may: () => boolean) {
  const reviews = useReviews()
  let timer: ReturnType<typeof setInterval> | undefined

  const ask = () => void (may() && !document.hidden && reviews.countToday())
  onMounted(() => {
    ask()
    timer = setInterval(ask, AGAIN_MS)
  })
  onBeforeUnmount(() => clearInterval(timer))

  const badge = computed(() =>
    reviews.today > MOST_SHOWN ? `${MOST_SHOWN}+` : reviews.today || '',
  )
  return { badge }
}
