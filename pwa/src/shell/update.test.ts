import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { startServiceWorker } from './update'

const page = { template: '<p />' }
const reload = vi.fn()

/** What a browser tells a page about its workers; the newest version has just taken charge when `controllerchange` comes. */
const workers = Object.assign(new EventTarget(), {
  controller: {},
  register: () => new Promise<never>(() => undefined),
})

async function started() {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/today', component: page, meta: { tab: 'today' } },
      { path: '/form', component: page },
    ],
  })
  startServiceWorker(router)
  await router.push('/today')
  return router
}

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubEnv('DEV', false)
  vi.stubGlobal('location', { reload })
  Object.defineProperty(navigator, 'serviceWorker', { value: workers, configurable: true })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  reload.mockClear()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

it('reloads once for a new version, and again when the page is still here; never while a form is open', async () => {
  const router = await started()
  workers.dispatchEvent(new Event('controllerchange'))
  workers.dispatchEvent(new Event('controllerchange'))
  expect(reload).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(5_500)
  expect(reload).toHaveBeenCalledTimes(2)
  await router.push('/form')
  vi.advanceTimersByTime(20_000)
  expect(reload).toHaveBeenCalledTimes(2)
})
