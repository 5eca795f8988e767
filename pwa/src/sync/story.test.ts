/** Random stories of one phone and a server that answers as it likes, loses answers and is set back: nothing is lost. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { db } from '@/local/db'
import { noteEpoch } from '@/local/epoch'
import { absorb } from '@/local/feed'
import { chooseSide, sendAgain, waiting } from '@/local/outbox'
import { save, withdraw } from '@/local/records'
import { withoutKeeper } from '@/local/states'
import { fakeServer, problem } from '@/testing/fakeServer'
import { changesOf, emptyPhone, OFFICER, record, target } from '@/testing/phone'
import { pull } from './pull'
import { push } from './push'

interface Item {
  change_id: string
  id: string
  op: string
  base: number
  base_change?: string
  after?: string
  data: Record<string, unknown>
}
interface Held {
  revision: number
  change_id: string
  deleted: boolean
  data: Record<string, unknown>
}
type Mood = 'accepted' | 'refused' | 'conflict' | 'held' | 'lost' | 'silent' | 'error'

/** Knows each record's newest state and which changes it has applied. */
class Model {
  epoch = 1
  records = new Map<string, Held>()
  applied = new Map<string, number>()
  parked = new Set<string>()

  copy() {
    return { records: new Map(this.records), applied: new Map(this.applied) }
  }

  setBack(to: ReturnType<Model['copy']>): void {
    this.records = new Map(to.records)
    this.applied = new Map(to.applied)
    this.epoch += 1
  }

  judge(item: Item, mood: Mood) {
    const say = (status: string, revision: number | null = null, code = status) => ({
      change_id: item.change_id,
      id: item.id,
      status,
      revision,
      error: status === 'accepted' ? null : { code, message: '', fields: {} },
    })
    const known = this.applied.get(item.change_id)
    if (known !== undefined) return say('duplicate', known)
    if (item.after && !this.applied.has(item.after) && !this.parked.has(item.after))
      return say('held')
    if (item.base_change && !this.applied.has(item.base_change)) return say('held')
    const now = this.records.get(item.id)
    if (mood === 'conflict' && now) {
      this.parked.add(item.change_id)
      return say('conflict', now.revision)
    }
    if (mood === 'refused' || mood === 'held') return say(mood)
    if (item.op === 'delete' && !now) return say('refused', null, 'unknown_record')
    const revision = (now?.revision ?? 0) + 1
    const { change_id, data } = item
    this.records.set(item.id, { revision, change_id, deleted: item.op === 'delete', data })
    this.applied.set(item.change_id, revision)
    return say('accepted', revision)
  }

  feed() {
    return [...this.records].map(([id, { revision, change_id, deleted, data }]) => ({
      kind: 'incident',
      id,
      revision,
      deleted,
      data: deleted
        ? null
        : { ...withoutKeeper(data), meta: { author: { id: OFFICER }, change_id } },
    }))
  }
}

function serve(model: Model, mood: Mood) {
  return fakeServer(({ method, body }) => {
    const epoch = `e${model.epoch}`
    if (method === 'GET')
      return { json: { changes: model.feed(), cursor: 'c', more: false, reset: true, epoch } }
    if (mood === 'silent') return 'no network'
    if (mood === 'error') return problem(500, 'server_error')
    if ((body as { epoch: string }).epoch !== epoch) return problem(409, 'epoch_changed')
    const results = (body as { items: Item[] }).items.map((item) => model.judge(item, mood))
    if (mood === 'lost') return 'no network'
    return { json: { server_time: new Date().toISOString(), epoch, results } }
  })
}

const MOODS: Mood[] = ['accepted', 'refused', 'conflict', 'held', 'lost', 'silent', 'error']
const IDS = ['a', 'b', 'c']
const step = fc.oneof(
  fc.record({ do: fc.constant('save' as const), id: fc.constantFrom(...IDS) }),
  fc.record({ do: fc.constant('withdraw' as const), id: fc.constantFrom(...IDS) }),
  fc.record({ do: fc.constant('resolve' as const), id: fc.constantFrom(...IDS) }),
  fc.record({ do: fc.constant('push' as const), mood: fc.constantFrom(...MOODS) }),
  fc.record({ do: fc.constant('pull' as const) }),
  fc.record({ do: fc.constant('backup' as const) }),
  fc.record({ do: fc.constant('restore' as const) }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** What the person believes: the last thing saved of each record, or that it is withdrawn. */
type Wishes = Map<string, number | 'withdrawn'>

async function pushed(model: Model, mood: Mood): Promise<void> {
  serve(model, mood)
  const refresh = () => noteEpoch(OFFICER, `e${model.epoch}`)
  await push({ person: OFFICER, device: 'd', refresh })
}

async function pulled(model: Model): Promise<void> {
  serve(model, 'accepted')
  await noteEpoch(OFFICER, `e${model.epoch}`)
  await pull(OFFICER)
}

/** A person looks at what the server did not take, and stands by it. */
async function resolve(id: string): Promise<void> {
  const row = await record(id)
  if (row?.state === 'conflict' && row.body.theirs) await chooseSide(OFFICER, id, 'mine')
  else if (row?.state === 'refused' || row?.state === 'conflict') await sendAgain(OFFICER, id)
}

async function live(model: Model, steps: readonly Step[]): Promise<Wishes> {
  const wishes: Wishes = new Map()
  let kept = model.copy()
  let version = 0
  for (const one of steps) {
    if (one.do === 'save') {
      if ((await record(one.id))?.body.withdrawn) continue
      await save(target(one.id), { version: ++version })
      wishes.set(one.id, version)
    } else if (one.do === 'withdraw') {
      if (!(await record(one.id))) continue
      await withdraw(OFFICER, one.id, 'twice')
      wishes.set(one.id, 'withdrawn')
    } else if (one.do === 'resolve') await resolve(one.id)
    else if (one.do === 'push') await pushed(model, one.mood)
    else if (one.do === 'pull') await pulled(model)
    else if (one.do === 'backup') kept = model.copy()
    else model.setBack(kept)
    for (const [id, wish] of wishes) await nothingIsLost(model, id, wish)
  }
  return wishes
}

/** What the server has not got waits here, and the phone shows the newest word of its person. */
async function nothingIsLost(model: Model, id: string, wish: number | 'withdrawn'): Promise<void> {
  if (wish === 'withdrawn') return
  const row = await record(id)
  expect(row?.body.data).toMatchObject({ version: wish })
  const there = model.records.get(id)?.data.version === wish
  const here = (await changesOf(id)).some((change) => change.body.data.version === wish)
  const kept = await db.sent.filter((change) => change.body.data.version === wish).count()
  expect(there || here || kept > 0).toBe(true)
  if (!there && !kept) expect(row?.state).not.toBe('sent')
}

async function calm(model: Model): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    await pulled(model)
    for (const id of IDS) await resolve(id)
    await pushed(model, 'accepted')
  }
  await absorb({ person: OFFICER, pull: 'last', fresh: true }, model.feed())
}

it('whatever happens on the way, the server ends with what the person wished', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 24 }), async (steps) => {
      await emptyPhone()
      const model = new Model()
      await noteEpoch(OFFICER, 'e1')
      const wishes = await live(model, steps)
      await calm(model)
      expect(await waiting(OFFICER)).toHaveLength(0)
      for (const [id, wish] of wishes) {
        const there = model.records.get(id)
        if (wish === 'withdrawn') expect(there?.deleted ?? true).toBe(true)
        else expect(there).toMatchObject({ deleted: false, data: { version: wish } })
      }
    }),
    { numRuns: Number(import.meta.env.VITE_STORIES ?? 60) },
  )
}, 120_000)
