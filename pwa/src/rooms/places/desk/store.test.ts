import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { usePlaceDesk } from './store'

const ID = '0198f0c2-0000-7000-8000-000000000001'
const place = (revision: number, address: string, by = '钱督导') => ({
  id: ID,
  geometry: { type: 'Point', coordinates: [120.7, 30.7] },
  properties: {
    kind: 'shelter',
    sub_kind: null,
    name: '收容所',
    organisation: { id: '330402007', name: '建设街道' },
    zone: null,
    valid_from: '2026-01-01',
    valid_until: null,
    revision,
    updated: { at: '2026-11-22T00:00:00Z', by },
    address,
  },
})

/** The server's answers in turn; what was asked is kept. */
function server(...answers: (Response | Error)[]) {
  const asked: { method: string; path: string; body: Record<string, unknown> | null }[] = []
  vi.stubGlobal('fetch', async (url: string | URL, init: RequestInit = {}) => {
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : null
    asked.push({ method: init.method ?? 'GET', path: String(url), body })
    const next = answers.shift()
    if (!next) throw new Error(`nothing is left to answer ${String(url)}`)
    if (next instanceof Error) throw next
    return next
  })
  return asked
}
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' },
  })
const changed = () => json({ code: 'place_changed', status: 409, title: 't', detail: 'd' }, 409)

beforeEach(() => setActivePinia(createPinia()))
afterEach(() => vi.unstubAllGlobals())

it('sends a new place under the name that was given here, so that a repeat makes no second one', async () => {
  const desk = usePlaceDesk()
  const id = desk.begin('shelter')
  desk.edit(id, { name: '收容所', organisation_id: '330402007' }, '建设街道')
  const asked = server(new TypeError('offline'), json(place(1, ''), 201))
  expect(await desk.save(id)).toBe(false)
  expect(desk.edits.get(id)).toMatchObject({ waits: true, fields: { name: '收容所' } })
  await desk.flush()
  expect(asked.map(({ method, body }) => [method, body?.id])).toEqual([
    ['POST', id],
    ['POST', id],
  ])
  expect(desk.edits.size).toBe(0)
})

it("keeps what was typed over another one's change until a person decides", async () => {
  const desk = usePlaceDesk()
  desk.places.set(ID, place(1, '旧址') as never)
  desk.edit(ID, { address: '我写的' })
  const asked = server(changed(), json(place(2, '对方写的', '李督导')), json(place(3, '我写的')))
  expect(await desk.save(ID)).toBe(false)
  expect(desk.edits.get(ID)).toMatchObject({ clash: '李督导', fields: { address: '我写的' } })
  expect(desk.all.find(({ id }) => id === ID)?.address).toBe('我写的')
  expect(await desk.insist(ID)).toBe(true)
  expect(asked.at(-1)?.body).toEqual({ revision: 2, address: '我写的' })
  expect(desk.places.get(ID)?.properties.revision).toBe(3)
})

it('gives way by forgetting only what was typed', async () => {
  const desk = usePlaceDesk()
  desk.places.set(ID, place(1, '旧址') as never)
  desk.edit(ID, { address: '我写的' })
  server(changed(), json(place(2, '对方写的')))
  await desk.save(ID)
  desk.giveUp(ID)
  expect(desk.all[0]).toMatchObject({ address: '对方写的', edited: false })
})

it('keeps what is typed while a save is under way', async () => {
  const desk = usePlaceDesk()
  desk.places.set(ID, place(1, '旧址') as never)
  desk.edit(ID, { address: '一' })
  server(json(place(2, '一')))
  const saved = desk.save(ID)
  desk.edit(ID, { note: '还在写' })
  await saved
  expect(desk.edits.get(ID)).toMatchObject({ revision: 2, fields: { note: '还在写' } })
})
