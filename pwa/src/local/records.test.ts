import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  changesOf,
  COLLEAGUE,
  emptyPhone,
  incident,
  OFFICER,
  record,
  saved,
  unlockedBy,
  target,
} from '@/testing/phone'
import { db } from './db'
import { absorb } from './feed'
import { applyAnswer, chooseSide, giveBack, markSending, sendAgain, waiting } from './outbox'
import { addPhoto } from './photos'
import { discardDraft, save, saveDraft, seen, withdraw } from './records'
import type { Verdict } from './states'

beforeEach(emptyPhone)

const photo = {
  id: 'p1',
  record: 'a',
  person: OFFICER,
  bytes: new ArrayBuffer(3),
  body: {
    filename: 'a.jpg',
    mime: 'image/jpeg',
    sha256: 'x',
    capturedAt: '',
    width: 1,
    height: 1,
    thumb: null,
  },
}

async function answered(status: Verdict, revision = 1): Promise<void> {
  const rows = await waiting(OFFICER)
  const error =
    status === 'refused' || status === 'conflict' ? { code: 'c', message: 'm', fields: {} } : null
  await applyAnswer(
    rows,
    rows.map((row) => ({ change_id: row.change_id, id: row.record, status, revision, error })),
  )
}

const fed = (data: Record<string, unknown> | null, revision: number) =>
  absorb({ person: OFFICER, pull: 'running', fresh: false }, [
    { kind: 'incident', id: 'a', revision, deleted: data === null, data },
  ])

describe('a draft', () => {
  it('is on the phone and not in the queue', async () => {
    await saveDraft(target('a'), { type: 'faeces' })
    expect((await record('a'))?.state).toBe('draft')
    expect(await changesOf('a')).toHaveLength(0)
  })

  it('goes with its photos when it is let go', async () => {
    await saveDraft(target('a'), {})
    await addPhoto(photo, false)
    await discardDraft(OFFICER, 'a')
    expect(await db.photos.count()).toBe(0)
    expect(await db.photoBytes.count()).toBe(0)
    expect(await record('a')).toBeUndefined()
  })

  it('of a saved record leaves what was saved', async () => {
    await saved('a')
    await saveDraft(target('a'), { type: 'bite' })
    await discardDraft(OFFICER, 'a')
    expect((await record('a'))?.body.data).toEqual(incident())
  })
})

describe('saving', () => {
  it('writes record and change together, and the photos become due', async () => {
    await saveDraft(target('a'), {})
    await addPhoto(photo, false)
    await saved('a')
    expect((await record('a'))?.state).toBe('queued')
    expect((await db.photos.get('p1'))?.state).toBe('queued')
    const [change] = await changesOf('a')
    expect(change).toMatchObject({ base: 0, after: null, op: 'put', state: 'queued' })
  })

  it('writes neither when one of them cannot be written', async () => {
    const full = vi
      .spyOn(db.outbox, 'add')
      .mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'))
    await expect(saved('a')).rejects.toThrow()
    full.mockRestore()
    expect(await record('a')).toBeUndefined()
    expect(await changesOf('a')).toHaveLength(0)
  })

  it('again before the answer names the earlier change', async () => {
    await saved('a')
    await saved('a', incident({ note: 'two' }))
    const [first, second] = await changesOf('a')
    expect(second?.after).toBe(first?.change_id)
    expect(second?.base).toBe(0)
  })

  it('after the answer, and before the feed, comes after what was sent: more may have been merged in', async () => {
    await saved('a')
    const [first] = await changesOf('a')
    await answered('accepted', 7)
    await saved('a', incident({ note: 'two' }))
    expect(await changesOf('a')).toMatchObject([{ base: 7, after: first?.change_id }])
  })

  it('after the feed rests on the revision', async () => {
    await saved('a')
    await answered('accepted', 7)
    await fed(incident({ place: 'merged in' }), 7)
    await saved('a', incident({ place: 'merged in', note: 'two' }))
    expect(await changesOf('a')).toMatchObject([{ base: 7, after: null }])
  })

  it('names the change that made what it rests on, and one of its own instead while nothing is told', async () => {
    await saved('a')
    await answered('accepted', 1)
    const told = (change_id: string) => ({ ...incident(), meta: { change_id } })
    await fed(told('theirs'), 2)
    await saved('a', incident({ note: 'two' }))
    expect(await changesOf('a')).toMatchObject([{ base: 2, base_change: 'theirs', after: null }])
    const [second] = await changesOf('a')
    await answered('accepted', 3)
    await saved('a', incident({ note: 'three' }))
    expect(await changesOf('a')).toMatchObject([{ base_change: null, after: second?.change_id }])
  })

  it('rests on the change that the form was opened on', async () => {
    const told = (change_id: string) => ({ ...incident(), meta: { change_id } })
    await fed(told('first'), 1)
    await saveDraft(target('a'), incident({ note: 'typed' }))
    await fed(told('second'), 2)
    await saved('a', incident({ note: 'typed' }))
    expect(await changesOf('a')).toMatchObject([{ base: 1, base_change: 'first' }])
  })

  it('on a form opened before the answer and the feed comes after what the form showed', async () => {
    await saved('a')
    const [first] = await changesOf('a')
    const opened = { ...target('a'), basis: await seen((await record('a'))!) }
    await answered('accepted', 1)
    await fed(incident({ place: 'by a colleague' }), 2)
    await save(opened, incident({ note: 'two' }))
    expect(await changesOf('a')).toMatchObject([{ after: first?.change_id }])
    expect((await record('a'))?.body.theirs).toMatchObject({ revision: 2 })
  })

  it('names no change that never arrived', async () => {
    await saved('a')
    const opened = { ...target('a'), basis: await seen((await record('a'))!) }
    await answered('refused')
    await sendAgain(OFFICER, 'a')
    await answered('accepted', 1)
    await fed(incident(), 1)
    await save(opened, incident({ note: 'two' }))
    expect(await changesOf('a')).toMatchObject([{ base: 0, after: null }])
  })

  it('after a refusal replaces what was refused, with a change of its own', async () => {
    await saved('a')
    const [refused] = await changesOf('a')
    await answered('refused')
    expect((await record('a'))?.state).toBe('refused')
    await saved('a', incident({ note: 'better' }))
    const changes = await changesOf('a')
    expect(changes).toHaveLength(1)
    expect(changes[0]?.change_id).not.toBe(refused?.change_id)
    expect(changes[0]?.after).toBeNull()
    expect((await record('a'))?.state).toBe('queued')
  })
})

describe('an edit of what the server has', () => {
  it('with nothing changed sends nothing, and photos still go', async () => {
    await saved('a', incident({ dog: { size: 'small', colour: 'white' } }))
    await answered('accepted')
    await saveDraft(target('a'), incident({ dog: { colour: 'white', size: 'small' } }))
    await addPhoto(photo)
    await saved('a', incident({ dog: { colour: 'white', size: 'small' } }))
    expect(await changesOf('a')).toHaveLength(0)
    expect(await record('a')).toMatchObject({ state: 'sent', body: { draft: null } })
    expect((await db.photos.get('p1'))?.state).toBe('queued')
  })

  it('rests on what the form was opened on, not on what the feed brought meanwhile', async () => {
    await saved('a')
    await answered('accepted', 1)
    await saveDraft(target('a'), incident({ note: 'typed' }))
    await fed(incident({ place: 'by a colleague' }), 2)
    await saved('a', incident({ note: 'typed' }))
    expect(await changesOf('a')).toMatchObject([{ base: 1 }])
    expect((await record('a'))?.body.theirs).toMatchObject({ revision: 2 })
  })

  it('typed and not saved outlives a withdrawal elsewhere', async () => {
    await saved('a')
    await answered('accepted', 1)
    await saveDraft(target('a'), incident({ note: 'typed' }))
    await fed(null, 2)
    expect((await record('a'))?.body.draft).toMatchObject({ note: 'typed' })
  })
})

it('a photo that was still being read when its record was saved is due', async () => {
  await saved('a')
  await addPhoto(photo)
  expect((await db.photos.get('p1'))?.state).toBe('queued')
})

describe('answers', () => {
  it('that come after the feed has told more leave what the feed told', async () => {
    await saved('a')
    await answered('held')
    await fed(incident({ place: 'by a colleague' }), 2)
    await answered('duplicate', 1)
    expect(await record('a')).toMatchObject({
      state: 'sent',
      revision: 2,
      body: { data: { place: 'by a colleague' }, theirs: null },
    })
  })

  it('to a record that was withdrawn elsewhere meanwhile let it go with its photos', async () => {
    await saved('a')
    await addPhoto(photo)
    await answered('held')
    await fed(null, 2)
    await answered('duplicate', 1)
    expect(await record('a')).toBeUndefined()
    expect(await db.photoBytes.count()).toBe(0)
  })

  it('keeper data is gone from the phone with the receipt, and not before', async () => {
    await saved('a', incident({ keeper: { phone: '138' } }))
    expect((await record('a'))?.body.data).toHaveProperty('keeper')
    await answered('accepted')
    expect(await record('a')).toMatchObject({ state: 'sent', revision: 1 })
    expect((await record('a'))?.body.data).not.toHaveProperty('keeper')
  })

  it('a change without an answer goes back, with the same id', async () => {
    await saved('a')
    const [before] = await changesOf('a')
    await applyAnswer(await waiting(OFFICER), [])
    expect(await changesOf('a')).toMatchObject([{ change_id: before?.change_id, state: 'queued' }])
  })

  it('a refused record can be sent again as it is', async () => {
    await saved('a')
    await answered('refused')
    await sendAgain(OFFICER, 'a')
    expect((await record('a'))?.state).toBe('queued')
  })
})

describe('a conflict', () => {
  const meta = { change_id: 'fifth' }
  const theirs = { data: { type: 'faeces', action: 'persuaded' }, meta, revision: 5 }

  async function inConflict(): Promise<void> {
    await saved('a')
    await answered('conflict')
    const row = await record('a')
    if (row) await db.records.put({ ...row, body: { ...row.body, theirs } })
  }

  it('settled for mine sends a new change on their revision', async () => {
    await inConflict()
    await chooseSide(OFFICER, 'a', 'mine')
    const upon = { base: 5, base_change: 'fifth', after: null, state: 'queued' }
    expect(await changesOf('a')).toMatchObject([upon])
    expect((await record('a'))?.body.data?.type).toBe('unleashed')
  })

  it.each(['mine', 'theirs'] as const)(
    'settled for %s keeps what only mine changed',
    async (side) => {
      await saved('a')
      await answered('accepted', 1)
      await saved('a', incident({ type: 'bite', note: 'mine only', keeper: { phone: '1' } }))
      const [change] = await changesOf('a')
      const error = { code: 'conflict', message: '', fields: { type: {} } }
      const answer = { change_id: change?.change_id ?? '', id: 'a', revision: 5, error }
      await applyAnswer(await waiting(OFFICER), [{ ...answer, status: 'conflict' }])
      const row = await record('a')
      if (row) await db.records.put({ ...row, body: { ...row.body, theirs } })
      await chooseSide(OFFICER, 'a', side)
      const expected = { note: 'mine only', keeper: { phone: '1' } }
      expect((await changesOf('a'))[0]).toMatchObject({ base: 5, body: { data: expected } })
      expect((await record('a'))?.body.data?.type).toBe(side === 'mine' ? 'bite' : 'faeces')
    },
  )

  it('a withdrawal that met a newer edit is wished again, or given up', async () => {
    for (const side of ['mine', 'theirs'] as const) {
      await emptyPhone()
      await saved('a')
      await answered('accepted', 1)
      await withdraw(OFFICER, 'a', 'twice')
      await answered('conflict', 5)
      const row = await record('a')
      if (row) await db.records.put({ ...row, body: { ...row.body, theirs } })
      await chooseSide(OFFICER, 'a', side)
      const wished = side === 'mine' ? [{ op: 'delete', base: 5 }] : []
      expect(await changesOf('a')).toMatchObject(wished)
      expect((await record('a'))?.body.withdrawn).toBe(side === 'mine' ? 'twice' : undefined)
    }
  })

  it('settled for theirs sends nothing', async () => {
    await inConflict()
    await chooseSide(OFFICER, 'a', 'theirs')
    expect(await changesOf('a')).toHaveLength(0)
    expect(await record('a')).toMatchObject({
      state: 'sent',
      revision: 5,
      body: { data: theirs.data },
    })
  })
})

describe('withdrawing', () => {
  it('what never left the phone is simply gone', async () => {
    await saved('a')
    await withdraw(OFFICER, 'a', 'by mistake')
    expect(await record('a')).toBeUndefined()
    expect(await changesOf('a')).toHaveLength(0)
  })

  it('what was sent once and never answered is withdrawn there too', async () => {
    await saved('a')
    await markSending(await waiting(OFFICER))
    await giveBack(await waiting(OFFICER))
    await withdraw(OFFICER, 'a', 'by mistake')
    expect(await changesOf('a')).toMatchObject([{ op: 'put' }, { op: 'delete' }])
  })

  it('of what the server does not have is done', async () => {
    await saved('a')
    await answered('accepted', 3)
    await withdraw(OFFICER, 'a', 'twice')
    const rows = await waiting(OFFICER)
    const error = { code: 'unknown_record', message: '', fields: {} }
    const change_id = rows[0]?.change_id ?? ''
    await applyAnswer(rows, [{ change_id, id: 'a', status: 'refused', revision: null, error }])
    expect(await record('a')).toBeUndefined()
    expect(await changesOf('a')).toHaveLength(0)
  })

  it('a refused withdrawal is wished again, not undone', async () => {
    await saved('a')
    await answered('accepted', 3)
    await withdraw(OFFICER, 'a', 'twice')
    await answered('refused', 3)
    await sendAgain(OFFICER, 'a')
    expect(await changesOf('a')).toMatchObject([{ op: 'delete', state: 'queued' }])
  })

  it('what the server has goes as a change with its reason', async () => {
    await saved('a')
    await answered('accepted', 3)
    await withdraw(OFFICER, 'a', 'twice')
    expect(await changesOf('a')).toMatchObject([
      { op: 'delete', base: 3, body: { data: { reason: 'twice' } } },
    ])
  })
})

it('each person has a queue of their own', async () => {
  await saved('a')
  unlockedBy(COLLEAGUE)
  await save({ ...target('b'), person: COLLEAGUE }, incident())
  expect((await waiting(COLLEAGUE)).map((row) => row.record)).toEqual(['b'])
  unlockedBy(OFFICER)
  expect((await waiting(OFFICER)).map((row) => row.record)).toEqual(['a'])
})
