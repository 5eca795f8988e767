import { beforeEach, describe, expect, it } from 'vitest'
import { changesOf, emptyPhone, incident, OFFICER, record, saved } from '@/testing/phone'
import { lifeInTheDocument } from '@/testing/protocol'
import { move } from './changes'
import { db } from './db'
import { noteEpoch } from './epoch'
import { EVENTS, LIFE, type Stage } from './life'
import { applyAnswer } from './outbox'
import { dropSent } from './purge'
import type { ChangeState, OutboxRow } from './rows'
import type { Verdict } from './states'

beforeEach(emptyPhone)

const WAITING: readonly ChangeState[] = ['queued', 'sending', 'held', 'refused', 'conflict']

async function inState(state: ChangeState): Promise<OutboxRow> {
  await saved('a', incident({ keeper: { phone: '138' } }))
  const [row] = await changesOf('a')
  await db.outbox.update(row!.seq, { state })
  return { ...row!, state }
}

async function stageOf(change: OutboxRow): Promise<Stage> {
  if (await db.sent.get(change.change_id)) return 'delivered'
  const found = await db.outbox.where('change_id').equals(change.change_id).first()
  return found?.state ?? 'gone'
}

const answer = (row: OutboxRow, status: Verdict) =>
  applyAnswer(
    [row],
    [{ change_id: row.change_id, id: row.record, status, revision: 3, error: null }],
  )

it('the document says the same as the table', () => {
  expect(lifeInTheDocument()).toEqual(LIFE)
})

describe.each(WAITING)('a change that is %s', (state) => {
  it.each(EVENTS)('and then %s is where the table says', async (event) => {
    const row = await inState(state)
    await move(row, event)
    expect(await stageOf(row)).toBe(lifeInTheDocument()[state][event])
  })
})

describe('a delivered change', () => {
  async function delivered(): Promise<OutboxRow> {
    const row = await inState('sending')
    await answer(row, 'accepted')
    return row
  }

  it('is kept without the keeper, and no late answer moves it', async () => {
    const row = await delivered()
    for (const verdict of ['duplicate', 'held', 'conflict', 'refused', 'accepted'] as const) {
      await answer(row, verdict)
      expect(await stageOf(row)).toBe('delivered')
    }
    expect((await db.sent.get(row.change_id))?.body.data).toEqual(incident())
    expect((await record('a'))?.state).toBe('sent')
  })

  it('waits again, in its old place, when the server was set back', async () => {
    const row = await delivered()
    await noteEpoch(OFFICER, 'one')
    expect(await stageOf(row)).toBe('delivered')
    await noteEpoch(OFFICER, 'two')
    expect(await stageOf(row)).toBe('queued')
    expect((await changesOf('a'))[0]?.seq).toBe(row.seq)
  })

  it('goes when its time is over', async () => {
    const row = await delivered()
    await dropSent(OFFICER, Date.now() + 13 * 86_400_000)
    expect(await stageOf(row)).toBe('delivered')
    await dropSent(OFFICER, Date.now() + 15 * 86_400_000)
    expect(await stageOf(row)).toBe('gone')
  })
})

it('an answer to a change that was replaced meanwhile brings it back only when the server took it', async () => {
  for (const verdict of ['held', 'conflict', 'refused'] as const) {
    await emptyPhone()
    const row = await inState('sending')
    await move(row, 'replaced')
    await answer(row, verdict)
    expect(await stageOf(row)).toBe('gone')
  }
  await emptyPhone()
  const row = await inState('sending')
  await move(row, 'replaced')
  await answer(row, 'accepted')
  expect(await stageOf(row)).toBe('delivered')
})
