/**
 * A new version is taken over when the person says so, when the app starts, or when it is put away: it waits for no one
 * for ever. It never reloads a page on which something is being filled in.
 */
import { ref } from 'vue'
import type { Router } from 'vue-router'
import { startPage } from '@/http'
import { useSession } from '@/rooms/accounts/store'

export const updateReady = ref(false)
const RENEWED = 'qx.renewed'
let waiting: ServiceWorker | null = null
/** The new version is in charge already; this page is still the old one. */
let due = false
let free = () => false

function offer(worker: ServiceWorker | null): void {
  waiting = worker
  updateReady.value = worker !== null && navigator.serviceWorker.controller !== null
}

/** A reload that goes to the old worker while that one is going can stay without an answer for ever (seen in Chromium 156). */
const PATIENCE_MS = 5_000
let reloading = false

/** One at a time; a page that is still here after a while tries again. */
function reload(): void {
  if (reloading) return
  reloading = true
  location.reload()
  setTimeout(() => {
    reloading = false
    reloadWhenFree()
  }, PATIENCE_MS)
}

export function takeUpdate(): void {
  if (due) reload()
  else waiting?.postMessage({ type: 'SKIP_WAITING' })
}

function reloadWhenFree(): void {
  if (due && free()) reload()
}

function follow(registration: ServiceWorkerRegistration): void {
  if (registration.waiting) {
    offer(registration.waiting)
    takeUpdate()
  }
  const offerWhenInstalled = () => {
    const fresh = registration.installing
    fresh?.addEventListener('statechange', () => fresh.state === 'installed' && offer(fresh))
  }
  offerWhenInstalled() // it began before this page did
  registration.addEventListener('updatefound', offerWhenInstalled)
  const HOUR_MS = 3_600_000
  void lookAtOwnVersion().catch(() => undefined)
  setInterval(() => void registration.update().catch(() => undefined), HOUR_MS)
}

/**
 * A new version that took charge while this page was on its way here changes nothing that the page could hear of: the
 * page is the old one if the page that lies ready names another program.
 */
async function lookAtOwnVersion(): Promise<void> {
  const own = document.querySelector('script[type=module][src]')?.getAttribute('src')
  if (!own || !navigator.serviceWorker.controller) return
  const ready = await startPage()
  if (ready.includes(own) || sessionStorage.getItem(RENEWED) === own) return
  sessionStorage.setItem(RENEWED, own) // never in circles
  due = updateReady.value = true
  reloadWhenFree()
}

/** The file of another version: the server has not got it any more. */
const isMissing = (error: unknown) => /dynamically imported module|module script/i.test(`${error}`)

export function startServiceWorker(router: Router): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  free = () => {
    const { meta, name } = router.currentRoute.value
    return Boolean(meta.tab) || (name === 'pin' && !useSession().arriving)
  }
  let isFirst = navigator.serviceWorker.controller === null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    due = updateReady.value = !isFirst // the very first one came with this page
    isFirst = false
    reloadWhenFree()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && free()) takeUpdate()
  })
  router.afterEach(() => void setTimeout(reloadWhenFree))
  router.onError((error) => {
    if (isMissing(error)) due = updateReady.value = true
  })
  navigator.serviceWorker.register('/sw.js').then(follow, console.error)
}
