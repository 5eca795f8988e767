import { expect, it } from 'vitest'
import { createApp, defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { patched, useAddress, watchTheWay } from './address'

type Address = ReturnType<typeof useAddress>

async function page() {
  let address!: Address
  let arrive!: (page: unknown) => void
  const Map = defineComponent({
    setup() {
      address = useAddress()
      return () => h('p', address.text('q') ?? '')
    },
  })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/map', name: 'map', component: Map },
      {
        path: '/review',
        name: 'review',
        component: () => new Promise((resolve) => (arrive = resolve as typeof arrive)),
      },
    ],
  })
  watchTheWay(router)
  const app = createApp(RouterView)
  app.use(router)
  await router.push('/map')
  app.mount(document.createElement('div'))
  await router.isReady()
  return { router, address: () => address, arrive: () => arrive({ render: () => h('p') }) }
}

it('writes a change into the address, and takes out what is empty', async () => {
  const { router, address } = await page()
  await address().go({ q: '东门', day: '2026-11-22' })
  expect(router.currentRoute.value.query).toEqual({ q: '东门', day: '2026-11-22' })
  expect(address().text('q')).toBe('东门')
  await address().go({ q: null, day: '' })
  expect(router.currentRoute.value.fullPath).toBe('/map')
})

it('builds on what was asked for last, though it is not there yet', async () => {
  const { router, address } = await page()
  await Promise.all([address().go({ from: '1' }), address().go({ to: '2' })])
  expect(router.currentRoute.value.query).toEqual({ from: '1', to: '2' })
})

it('never calls back a person who is on the way to another page', async () => {
  const { router, address, arrive } = await page()
  const way = router.push('/review?record=1')
  await new Promise((later) => setTimeout(later)) // the page is being fetched
  await address().go({ at: '120.75,30.75,12' })
  arrive()
  await way
  expect(router.currentRoute.value.fullPath).toBe('/review?record=1')
  await address().go({ at: '120.75,30.75,12' }) // too late: it is another page's address now
  expect(router.currentRoute.value.fullPath).toBe('/review?record=1')
})

it('writes again after a way that led nowhere', async () => {
  const { router, address } = await page()
  const stop = router.beforeEach((to) => to.name !== 'review')
  await router.push('/review')
  stop()
  await address().go({ q: '1' })
  expect(router.currentRoute.value.fullPath).toBe('/map?q=1')
})

it('takes names out of a query', () => {
  expect(patched({ a: '1', b: ['2', '3'], c: null }, { d: '4', a: undefined })).toEqual({ d: '4' })
})
