import { beforeEach, describe, expect, it } from 'vitest'
import { feedRows } from '@/local/feed'
import { db } from '@/local/db'
import { type Answer, fakeServer } from '@/testing/fakeServer'
import { emptyPhone, incident, OFFICER, record, saved } from '@/testing/phone'
import { pull } from './pull'

beforeEach(emptyPhone)

const change = (
  id: string,
  revision: number,
  data: object | null = incident(),
  kind = 'incident',
) => ({
  kind,
  id,
  revision,
  deleted: data === null,
  data: data && {
    ...data,
    meta: { author: { id: 'someone', name: '沈' }, captured_at: '2026-11-21T06:00:00+08:00' },
  },
})
const page = (changes: object[], cursor: string, more = false, reset = false): Answer => ({
  json: { changes, cursor, more, reset, epoch: 'e' },
})

describe('a pull', () => {
  it('follows the cursor to the end and goes on from there', async () => {
    const { asked } = fakeServer(({ query }) =>
      query.get('cursor') ? page([change('b', 2)], '2') : page([change('a', 1)], '1', true),
    )
    await pull(OFFICER)
    expect(await record('a')).toMatchObject({ state: 'sent', revision: 1, mine: false })
    expect(await record('b')).toBeDefined()
    await pull(OFFICER)
    expect(asked.at(-1)?.query.get('cursor')).toBe('2')
  })

  it('leaves alone what still waits here, and keeps what the server has beside it', async () => {
    await saved('a', incident({ note: 'mine' }))
    fakeServer(() => page([change('a', 4, incident({ note: 'theirs' }))], '1'))
    await pull(OFFICER)
    const row = await record('a')
    expect(row).toMatchObject({
      state: 'queued',
      body: { data: { note: 'mine' }, theirs: { revision: 4, data: { note: 'theirs' } } },
    })
  })

  it('keeps zones in a cache of their own', async () => {
    fakeServer(() => page([change('z1', 1, { name: '南湖' }, 'zone')], '1'))
    await pull(OFFICER)
    expect(await feedRows(OFFICER, 'zone')).toHaveLength(1)
    fakeServer(() => page([change('z1', 2, null, 'zone')], '2'))
    await pull(OFFICER)
    expect(await feedRows(OFFICER, 'zone')).toHaveLength(0)
  })

  it('a reset takes away what is no longer shown, once the fresh pull is complete', async () => {
    fakeServer(() => page([change('old', 1)], '1'))
    await pull(OFFICER)
    await saved('mine')
    fakeServer(({ query }) =>
      query.get('cursor') === '1' ? page([change('new', 1)], '9', true, true) : page([], '10'),
    )
    await pull(OFFICER)
    expect(await record('old')).toBeUndefined()
    expect(await record('new')).toBeDefined()
    expect(await record('mine')).toBeDefined()
  })

  it('a fresh pull that breaks off empties nothing, and sweeps when it is finished later', async () => {
    fakeServer(() => page([change('old', 1)], '1'))
    await pull(OFFICER)
    fakeServer(({ query }) =>
      query.get('cursor') === '1' ? page([change('new', 1)], '9', true, true) : 'no network',
    )
    await expect(pull(OFFICER)).rejects.toThrow()
    expect(await record('old')).toBeDefined()
    fakeServer(() => page([], '10'))
    await pull(OFFICER)
    expect(await record('old')).toBeUndefined()
    expect(await record('new')).toBeDefined()
  })

  it.each<[string, Answer]>([
    ['a portal page', { html: '<p>hello</p>' }],
    ['JSON of another server', { json: { status: 'ok' } }],
  ])('takes %s for no answer', async (_name, said) => {
    fakeServer(() => said)
    await expect(pull(OFFICER)).rejects.toThrow()
    expect(await db.meta.toArray()).toHaveLength(0)
  })
})
