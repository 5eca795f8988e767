import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { usePlanDesk } from './store'

let answers: ((path: string, method: string) => Response)[]
let asked: string[]

const json = (status: number, body: object) =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': status < 400 ? 'application/json' : 'application/problem+json',
    },
  })
const roster = (id: string, revision: number) => ({
  id,
  revision,
  valid_from: '2026-11-01',
  valid_until: null,
  updated: { at: '', by: '李督导' },
  team: { id: 't', name: '一组' },
  area: { id: 'a', name: '片', organisation: { id: 'o', name: '街道' } },
  type: 'evening',
  weekdays: [1],
  from: '18:30',
  to: '20:00',
  exceptions: [],
})

beforeEach(() => {
  setActivePinia(createPinia())
  answers = []
  asked = []
  vi.stubGlobal('fetch', (url: string, { method = 'GET' }: RequestInit = {}) => {
    const path = new URL(url, 'http://x').pathname
    asked.push(`${method} ${path}`)
    const next = answers.shift()
    return next ? Promise.resolve(next(path, method)) : Promise.reject(new TypeError('no network'))
  })
})
afterEach(() => vi.unstubAllGlobals())

it('keeps what was typed while there is no network, and sends it then', async () => {
  const desk = usePlanDesk()
  const id = desk.begin('rosters', { team_id: 't', area_id: 'a', weekdays: [1] })
  desk.edit(id, { from: '18:30' })
  expect(await desk.save(id)).toBeNull()
  expect(desk.edits.get(id)).toMatchObject({ waits: true, fields: { from: '18:30' } })
  answers.push(() => json(201, roster(id, 1)))
  await desk.flush()
  expect(desk.edits.size).toBe(0)
  expect(asked.slice(0, 2)).toEqual(Array(2).fill('POST /api/v1/plans/rosters'))
})

it("keeps what was typed beside another one's change, until one insists", async () => {
  const desk = usePlanDesk()
  desk.plans.set('r', roster('r', 1) as never)
  desk.edit('r', { valid_until: '2026-12-01' })
  answers.push(
    () => json(409, { type: '', title: '', status: 409, code: 'plan_changed', detail: '改过' }),
    () => json(200, roster('r', 2)),
  )
  await desk.save('r')
  expect(desk.edits.get('r')).toMatchObject({
    clash: '李督导',
    fields: { valid_until: '2026-12-01' },
  })
  answers.push(() => json(200, roster('r', 3)))
  expect(await desk.insist('r')).toBe('r')
  expect(desk.edits.size).toBe(0)
})
