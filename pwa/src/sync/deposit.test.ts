import { beforeEach, expect, it } from 'vitest'
import { db } from '@/local/db'
import { addPhoto } from '@/local/photos'
import { type Answer, fakeServer, problem } from '@/testing/fakeServer'
import { changesOf, emptyPhone, incident, OFFICER, saved } from '@/testing/phone'
import { deposit } from './deposit'

interface Body {
  device_id: string
  items: { payload: string; private?: { keeper: unknown } }[]
}

const body = {
  filename: 'a.jpg',
  mime: '',
  sha256: 'f'.repeat(64),
  capturedAt: '2026-11-21T06:30:00.000+08:00',
  width: 1,
  height: 1,
  thumb: null,
}

beforeEach(emptyPhone)

async function sign(record: string): Promise<void> {
  const [row] = await changesOf(record)
  const signed = { key_id: 'k', payload: record, signature: 's' }
  const evidence = { clock_offset_ms: 0, signed } as never
  await db.outbox.update(row!.seq, { body: { ...row!.body, evidence } })
}

/** Says of each item what `status` tells, and gives tickets for `photos`. */
async function server(status: (record: string) => string, photos: string[] = [], complete = false) {
  const ids = new Map<string, string>()
  for (const row of await db.outbox.toArray()) ids.set(row.record, row.change_id)
  return fakeServer(({ path, method, body }): Answer => {
    if (path.endsWith('/deposit')) {
      const receipts = (body as Body).items.map(({ payload }) => {
        const safe = status(payload) !== 'refused'
        return {
          change_id: ids.get(payload),
          receipt: safe ? `r-${payload}` : null,
          status: status(payload),
        }
      })
      return {
        json: { receipts, photos: photos.map((id) => ({ id, complete, ticket: `t-${id}` })) },
      }
    }
    return method === 'HEAD' ? problem(404, 'not_found') : problem(500, 'unexpected')
  })
}

it('hands in what is signed, writes the receipts down, and deletes nothing', async () => {
  await saved('a', incident({ keeper: { name: '某人' } }))
  await saved('b')
  await saved('unsigned')
  await sign('a')
  await sign('b')
  const { asked } = await server((record) => (record === 'b' ? 'refused' : 'deposited'))
  await deposit(OFFICER, 'device')
  const sent = asked[0]!.body as Body
  expect(sent.items.map(({ payload }) => payload)).toEqual(['a', 'b'])
  expect(sent.items[0]!.private).toEqual({ keeper: { name: '某人' } })
  expect((await changesOf('a'))[0]).toMatchObject({ state: 'queued', body: { receipt: 'r-a' } })
  expect((await changesOf('b'))[0]!.body.receipt).toBeUndefined()
  expect(await db.outbox.count()).toBe(3)
})

it('hands nothing in twice', async () => {
  await saved('a')
  await sign('a')
  const { asked } = await server(() => 'deposited')
  await deposit(OFFICER, 'device')
  await deposit(OFFICER, 'device')
  expect(asked).toHaveLength(1)
})

it('says nothing of an answer that is not ours', async () => {
  await saved('a')
  await sign('a')
  fakeServer(() => ({ json: { ok: true } }))
  await expect(deposit(OFFICER, 'device')).rejects.toThrow()
  expect((await changesOf('a'))[0]!.body.receipt).toBeUndefined()
})

it('notes a photo that is here already, and asks for one that is not by its ticket', async () => {
  await saved('a')
  await sign('a')
  await addPhoto({ id: 'p', record: 'a', person: OFFICER, bytes: new ArrayBuffer(4), body }, true)
  await server(() => 'known', ['p'], true)
  await deposit(OFFICER, 'device')
  expect((await db.photos.get('p'))!.body.receipt).toBe(true)
  await db.photos.update('p', { body: { ...(await db.photos.get('p'))!.body, receipt: undefined } })
  const { asked } = await server(() => 'known', ['p'])
  await expect(deposit(OFFICER, 'device')).rejects.toThrow()
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/v1/deposit',
    'HEAD /api/v1/deposit/uploads/p',
    'POST /api/v1/deposit/uploads',
  ])
  expect((await db.photos.get('p'))!.body.receipt).toBeUndefined()
})
