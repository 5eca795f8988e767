import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { useZoneDraft } from './draftStore'

/** A server of drafts with optimistic locking, reached over a wire that can be cut. */
const server = { drafts: new Map<string, Record<string, unknown>>(), cut: false }
const draftOf = (id: string, revision = 1) => ({
  id,
  revision,
  name: id,
  boundary: null,
  announcement: { number: null, announced_on: null, effective_on: null, text: null },
  updated: { at: '2026-11-21T08:00:00+08:00', by: '沈丽华' },
})
const answer = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': status < 300 ? 'application/json' : 'application/problem+json' },
  })

function serve(url: string, init: RequestInit): Response {
  const id = url.split('/').at(-1) ?? ''
  const found = server.drafts.get(id)
  if (!found) return answer({ code: 'not_found', detail: '没有' }, 404)
  if (init.method !== 'PATCH') return answer(found)
  const { revision, ...fields } = JSON.parse(String(init.body)) as Record<string, unknown>
  if (revision !== found.revision) return answer({ code: 'zone_draft_changed', detail: '' }, 409)
  server.drafts.set(id, { ...found, ...fields, revision: Number(found.revision) + 1 })
  return answer(server.drafts.get(id))
}

beforeEach(() => {
  setActivePinia(createPinia())
  server.cut = false
  server.drafts = new Map(['a', 'b'].map((id) => [id, draftOf(id)]))
  vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
    server.cut
      ? Promise.reject(new TypeError('Failed to fetch'))
      : Promise.resolve(serve(url, init)),
  )
})

it('sends what was written without a network after the page was left', async () => {
  const store = useZoneDraft()
  await store.open('a')
  server.cut = true
  store.edit({ name: '断网改的' })
  await store.flush()
  await store.open(null)
  await store.flush()
  expect(server.drafts.get('a')?.name).toBe('a')
  server.cut = false
  window.dispatchEvent(new Event('online'))
  await vi.waitFor(() => expect(server.drafts.get('a')?.name).toBe('断网改的'))
})

it('keeps what was written while another draft is open, and shows it when it is opened again', async () => {
  const store = useZoneDraft()
  await store.open('a')
  server.cut = true
  store.edit({ name: '断网改的' })
  await store.open('b')
  expect(store.current).toBeNull()
  server.cut = false
  await store.open('b')
  store.edit({ name: '另一份' })
  await store.flush()
  await store.open('a')
  expect(store.current?.name).toBe('断网改的')
  expect(store.waiting).toBeNull()
})

it("asks before it writes over what another wrote while this one's waited", async () => {
  const store = useZoneDraft()
  await store.open('a')
  server.cut = true
  store.edit({ name: '我的' })
  await store.open(null)
  server.drafts.set('a', { ...draftOf('a', 2), name: '他的' })
  server.cut = false
  await store.open('a')
  expect(store.clash?.who).toBe('沈丽华')
  expect(store.current?.name).toBe('我的')
  expect(server.drafts.get('a')?.name).toBe('他的')
  await store.insist()
  expect(server.drafts.get('a')?.name).toBe('我的')
})

it('loses neither version, whichever is taken', async () => {
  const store = useZoneDraft()
  await store.open('a')
  server.drafts.set('a', { ...draftOf('a', 2), name: '他的' })
  store.edit({ name: '我的' })
  await store.flush()
  expect([store.clash?.before?.name, store.draft?.name, store.current?.name]).toEqual([
    'a',
    '他的',
    '我的',
  ])
  store.giveWay()
  expect(store.current?.name).toBe('他的')
  expect(store.aside).toMatchObject({ whose: 'mine', who: '沈丽华', fields: { name: '我的' } })
  store.exchange()
  await store.flush()
  expect(server.drafts.get('a')?.name).toBe('我的')
  expect(store.aside).toMatchObject({ whose: 'theirs', fields: { name: '他的' } })
  store.exchange()
  await store.flush()
  expect(server.drafts.get('a')?.name).toBe('他的')
  store.forget()
  expect(store.aside).toBeNull()
})

it('shows the draft that was asked for last', async () => {
  const store = useZoneDraft()
  const [first, second] = [store.open('a'), store.open('b')]
  await Promise.all([first, second])
  expect(store.current?.id).toBe('b')
})

it('learns by itself what another wrote, and keeps what stood there before', async () => {
  const store = useZoneDraft()
  await store.open('a')
  store.edit({ name: '我的' })
  await store.flush()
  await store.refresh()
  expect(store.aside).toBeNull()
  server.drafts.set('a', { ...draftOf('a', 3), name: '他的' })
  store.drawing = true
  await store.refresh()
  expect(store.current?.name).toBe('我的')
  store.drawing = false
  await store.refresh()
  expect(store.current?.name).toBe('他的')
  expect(store.aside).toMatchObject({ whose: 'before', who: '沈丽华', fields: { name: '我的' } })
  store.exchange()
  await store.flush()
  expect(server.drafts.get('a')?.name).toBe('我的')
  expect(store.aside).toMatchObject({ whose: 'theirs', fields: { name: '他的' } })
})
