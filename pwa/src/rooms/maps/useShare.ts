import { ref } from 'vue'

/** The address of what is seen: to another program where fingers do the work, else to the clipboard. */
export function useShare() {
  const copied = ref(false)

  async function share(): Promise<void> {
    const url = location.href
    if (navigator.share && matchMedia('(pointer: coarse)').matches) {
      await navigator.share({ url }).catch(() => undefined)
      return
    }
    await navigator.clipboard?.writeText(url)
    copied.value = true
    setTimeout(() => (copied.value = false), 3000)
  }

  return { copied, share }
}
