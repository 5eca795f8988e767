// @vitest-environment node
import { afterEach, expect, it, vi } from 'vitest'
import { useImport } from './useImport'

const ROW = {
  number: 2,
  id: 'a',
  name: '市场',
  kind: 'forbidden_place',
  geometry: null,
  findings: [],
  take: true,
}
const LOOK = { layers: [], heads: [], columns: {}, sorts: [], rows: [ROW] }
const sent: { path: string; form: FormData }[] = []

function answers(...bodies: (object | 'lost')[]): void {
  vi.stubGlobal('fetch', (path: string, init: { body: FormData }) => {
    sent.push({ path, form: init.body })
    const body = bodies.shift()
    if (!body || body === 'lost') return Promise.reject(new TypeError('offline'))
    const headers = { 'Content-Type': 'application/json' }
    return Promise.resolve(new Response(JSON.stringify(body), { status: 200, headers }))
  })
}

function begun() {
  sent.length = 0
  vi.stubGlobal('navigator', { language: 'zh-CN' })
  const one = useImport()
  one.file.value = new File(['x'], '台账.csv')
  one.system.value = 'gcj02'
  one.kind.value = 'forbidden_place'
  return one
}

afterEach(() => vi.unstubAllGlobals())

it('keeps what was chosen over a lost network, and sends it the second time', async () => {
  const one = begun()
  answers(LOOK, 'lost', { made: 1, there_already: 0, rows: [] })
  await one.see()
  one.choose(2, { name: '建国路市场' })
  expect(await one.send()).toBeNull()
  expect(one.problem.value).not.toBeNull()
  expect(one.picked.value).toEqual([{ number: 2, name: '建国路市场' }])
  expect(await one.send()).toMatchObject({ made: 1 })
  expect(sent[2]!.form.get('rows')).toBe('[{"number":2,"name":"建国路市场"}]')
  expect(sent[2]!.form.get('system')).toBe('gcj02')
})

it('sends nothing from a look that was made of something else', async () => {
  const one = begun()
  answers(LOOK, 'lost', LOOK)
  await one.see()
  one.system.value = 'wgs84'
  await one.seeAgain()
  expect(one.stale.value).toBe(true)
  expect(await one.send()).toBeNull()
  expect(sent).toHaveLength(2)
  await one.see()
  expect(one.stale.value).toBe(false)
  expect(sent[2]!.form.get('system')).toBe('wgs84')
})

it('looks once more when something was said meanwhile', async () => {
  const one = begun()
  answers(LOOK, LOOK)
  const under = one.see()
  one.system.value = 'bd09'
  await under
  expect(sent.map(({ form }) => form.get('system'))).toEqual(['gcj02', 'bd09'])
  expect(one.stale.value).toBe(false)
})

it('forgets columns, ticks and system of another file', async () => {
  const one = begun()
  answers(LOOK, LOOK)
  await one.see()
  one.choose(2, { on: false })
  await one.map({ name: '名称' })
  one.forget()
  expect([one.found.value, one.choices.size, one.system.value, one.said.value]).toEqual([
    null,
    0,
    '',
    null,
  ])
  one.system.value = 'wgs84'
  expect(one.said.value).toMatchObject({ columns: null, kind: 'forbidden_place' })
})
