/** Locks after some minutes in the background, never in front of a person. Nothing is lost: what is typed lies sealed. */
import { settings } from '@/device/settings'
import { heldKey } from '@/local/sealing/keys'

let hiddenAt: number | null = null
let timer: ReturnType<typeof setTimeout> | undefined

/** A new page remembers nothing: neither the data key nor anything it opened. */
const lock = () => heldKey() && location.reload()

function onVisibility(): void {
  clearTimeout(timer)
  const after = Number(settings.lockMinutes) * 60_000
  if (document.visibilityState === 'hidden') {
    hiddenAt = Date.now()
    timer = setTimeout(lock, after)
  } else {
    if (hiddenAt !== null && Date.now() - hiddenAt >= after) lock()
    hiddenAt = null
  }
}

export function startIdleLock(): void {
  document.addEventListener('visibilitychange', onVisibility)
}
