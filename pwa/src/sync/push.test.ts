import { beforeEach, describe, expect, it, vi } from 'vitest'
import { waiting } from '@/local/outbox'
import { type Answer, type Asked, fakeServer, problem } from '@/testing/fakeServer'
import { changesOf, emptyPhone, incident, OFFICER, record, saved, target } from '@/testing/phone'
import { save } from '@/local/records'
import { push } from './push'

beforeEach(emptyPhone)

interface Item {
  change_id: string
  id: string
  data: Record<string, unknown>
}

const items = (asked: Asked) => (asked.body as { items: Item[] }).items
const result = (item: Item, status = 'accepted') => ({
  change_id: item.change_id,
  id: item.id,
  status,
  revision: 1,
  error:
    status === 'refused'
      ? { code: 'unknown_type', message: '目录里没有这一种', fields: { type: ['?'] } }
      : null,
})
const answer = (asked: Asked, judge: (item: Item) => string = () => 'accepted'): Answer => ({
  json: {
    server_time: new Date().toISOString(),
    epoch: 'e',
    results: items(asked).map((item) => result(item, judge(item))),
  },
})
const refresh = vi.fn(async () => undefined)
const run = () => push({ person: OFFICER, device: 'd', refresh })

const ids = (count: number) =>
  Array.from({ length: count }, (_none, n) => `r${String(n).padStart(3, '0')}`)

async function many(count: number): Promise<void> {
  for (const id of ids(count)) await saved(id)
}

describe('a push', () => {
  it('sends all that waits, in batches of a hundred, and stores the receipts', async () => {
    await many(130)
    const { asked } = fakeServer((one) => answer(one))
    expect(await run()).toBeNull()
    expect(asked.map((one) => items(one).length)).toEqual([100, 30])
    expect(await waiting(OFFICER)).toHaveLength(0)
    expect(await record('r000')).toMatchObject({ state: 'sent', revision: 1 })
  })

  it('one refused item stays with its reason, the others are delivered', async () => {
    await many(3)
    fakeServer((one) => answer(one, (item) => (item.id === 'r001' ? 'refused' : 'accepted')))
    expect(await run()).toBeNull()
    expect((await record('r001'))?.state).toBe('refused')
    expect((await changesOf('r001'))[0]?.body.refusal).toMatchObject({ code: 'unknown_type' })
    expect((await record('r002'))?.state).toBe('sent')
  })

  it('a lost answer is sent again under the same id', async () => {
    await saved('a')
    const first = fakeServer(() => 'no network')
    expect(await run()).toEqual({ why: 'offline' })
    expect((await record('a'))?.state).toBe('queued')
    const second = fakeServer((one) => answer(one, () => 'duplicate'))
    await run()
    expect(items(second.asked[0]!)[0]?.change_id).toBe(items(first.asked[0]!)[0]?.change_id)
    expect((await record('a'))?.state).toBe('sent')
  })

  it('a patrol goes before what was noted on it', async () => {
    await save(target('i', 'incident', 'P'), incident({ patrol_id: 'P' }))
    await save(target('P', 'patrol'), { type: 'morning', started_at: '' })
    const { asked } = fakeServer((one) => answer(one))
    await run()
    expect(items(asked[0]!).map((item) => item.id)).toEqual(['P', 'i'])
  })

  it('a patrol that stands far behind in the queue, too', async () => {
    await save(target('i', 'incident', 'P'), incident({ patrol_id: 'P' }))
    await many(100)
    await save(target('P', 'patrol'), { type: 'morning', started_at: '' })
    const { asked } = fakeServer((one) => answer(one))
    expect(await run()).toBeNull()
    expect(items(asked[0]!).map((item) => item.id)).toEqual(['P', 'i', ...ids(98)])
    expect(items(asked[1]!).map((item) => item.id)).toEqual(ids(100).slice(98))
  })

  it('what rests on a refused change of an earlier batch stays', async () => {
    await saved('a')
    await many(100)
    await saved('a', incident({ note: 'more' }))
    const { asked } = fakeServer((one) =>
      answer(one, (item) => (item.id === 'a' ? 'refused' : 'accepted')),
    )
    expect(await run()).toBeNull()
    expect(asked.flatMap(items).filter((item) => item.id === 'a')).toHaveLength(1)
    expect((await changesOf('a')).map((row) => row.state)).toEqual(['refused', 'queued'])
  })

  it('a held change stays and is asked about once a round', async () => {
    await saved('a')
    const { asked } = fakeServer((one) => answer(one, () => 'held'))
    await run()
    expect(asked).toHaveLength(1)
    expect((await record('a'))?.state).toBe('held')
  })

  it('halves the batch when it is too large, down to the one that is', async () => {
    await many(4)
    const { asked } = fakeServer((one) =>
      items(one).some((item) => item.id === 'r002') ? problem(413, 'too_large') : answer(one),
    )
    expect(await run()).toBeNull()
    expect((await record('r002'))?.state).toBe('refused')
    expect((await record('r003'))?.state).toBe('sent')
    expect(asked.length).toBeLessThan(8)
  })

  it('finds the one item for which the whole batch was turned down', async () => {
    await many(5)
    fakeServer((one) =>
      items(one).some((item) => item.id === 'r004') ? problem(422, 'invalid') : answer(one),
    )
    expect(await run()).toBeNull()
    expect((await record('r004'))?.state).toBe('refused')
    expect((await record('r000'))?.state).toBe('sent')
  })

  it('asks for a new CSRF token once', async () => {
    await saved('a')
    let calls = 0
    fakeServer((one) => (calls++ ? answer(one) : problem(403, 'csrf')))
    expect(await run()).toBeNull()
    expect(refresh).toHaveBeenCalled()
    expect((await record('a'))?.state).toBe('sent')
  })
})

describe('pauses with the queue as it was', () => {
  it.each<[string, Answer, string]>([
    ['the session is over', problem(401, 'sign_in_required'), 'sign-in'],
    ['the password must be changed', problem(403, 'password_change_required'), 'password'],
    ['the phone is revoked', problem(403, 'device_revoked'), 'blocked'],
    ['it was revoked under way', problem(401, 'device_revoked'), 'blocked'],
    ['the server stumbles', problem(500, 'unexpected'), 'server'],
    ['the server is busy', problem(429, 'too_many_requests'), 'server'],
    ['a gateway answers for it', { status: 502, html: '<h1>Bad gateway</h1>' }, 'server'],
    ['a captive portal says 200', { html: '<h1>Welcome</h1>' }, 'captive'],
    ['a portal says 200 with JSON of its own', { json: { ok: true } }, 'captive'],
    ['there is no network', 'no network', 'offline'],
  ])('when %s', async (_name, said, why) => {
    await saved('a')
    fakeServer(() => said)
    expect((await run())?.why).toBe(why)
    expect((await record('a'))?.state).toBe('queued')
    expect(await changesOf('a')).toHaveLength(1)
  })
})
