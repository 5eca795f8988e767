/** A new version is taken over when the person says so, never in the middle of a record. */
import { ref } from 'vue'

export const updateReady = ref(false)
let waiting: ServiceWorker | null = null
let asked = false

function offer(worker: ServiceWorker | null): void {
  waiting = worker
  updateReady.value = worker !== null && navigator.serviceWorker.controller !== null
}

function follow(registration: ServiceWorkerRegistration): void {
  if (registration.waiting) offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const fresh = registration.installing
    fresh?.addEventListener('statechange', () => fresh.state === 'installed' && offer(fresh))
  })
  const HOUR_MS = 3_600_000
  setInterval(() => void registration.update().catch(() => undefined), HOUR_MS)
}

export function takeUpdate(): void {
  asked = true
  waiting?.postMessage({ type: 'SKIP_WAITING' })
}

export function startServiceWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  navigator.serviceWorker.addEventListener('controllerchange', () => asked && location.reload())
  navigator.serviceWorker.register('/sw.js').then(follow, console.error)
}
