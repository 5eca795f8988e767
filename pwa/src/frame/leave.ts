/** Leaving a page: back where the person came from; a page opened by its address has nothing behind it and goes home. */
import { useRouter } from 'vue-router'

export function useLeave(): () => void {
  const router = useRouter()
  return () => {
    const state = window.history.state as { back?: string | null } | null
    if (state?.back) router.back()
    else void router.replace({ name: 'home' })
  }
}

/** What keeps a form from being saved is brought into sight. */
export function showAlert(): void {
  document.querySelector('[role="alert"]')?.scrollIntoView({ block: 'center' })
}
