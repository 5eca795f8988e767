import { beforeEach, describe, expect, it } from 'vitest'
import { changesOf, emptyPhone, incident, OFFICER, record, saved, target } from '@/testing/phone'
import { db } from './db'
import { noteEpoch } from './epoch'
import { absorb } from './feed'
import { cursorKey, readMeta, writeMeta } from './meta'
import { applyAnswer, waiting } from './outbox'
import { addPhoto, duePhotos, notePhoto } from './photos'
import { dropOld, dropSent } from './purge'
import { save, saveDraft, withdraw } from './records'

const DAY_MS = 86_400_000

async function delivered(revision: number): Promise<void> {
  const rows = await waiting(OFFICER)
  const answers = rows.map((row) => ({
    change_id: row.change_id,
    id: row.record,
    status: 'accepted' as const,
    revision,
    error: null,
  }))
  await applyAnswer(rows, answers)
}

async function photo(id: string, of: string): Promise<void> {
  const about = { filename: '', mime: '', sha256: '', capturedAt: '', width: 1, height: 1 }
  const body = { ...about, thumb: null }
  await addPhoto({ id, record: of, person: OFFICER, bytes: new ArrayBuffer(4), body }, true)
  await notePhoto(id, 'sent', { sent: 4 })
}

const tells = (id: string, revision: number, data: Record<string, unknown>, fresh = false) =>
  absorb({ person: OFFICER, pull: fresh ? 'fresh' : 'running', fresh }, [
    { kind: 'incident', id, revision, deleted: false, data },
  ])

beforeEach(async () => {
  await emptyPhone()
  await noteEpoch(OFFICER, 'one')
})

describe('a server that was set back', () => {
  it('gets every change again in the order they were made, and the feed is read anew', async () => {
    await saved('a')
    await delivered(1)
    await saved('a', incident({ note: 'two' }))
    await delivered(2)
    await writeMeta(cursorKey(OFFICER), { cursor: 'far', fresh: null })
    expect(await noteEpoch(OFFICER, 'two')).toBe(true)
    expect((await changesOf('a')).map((row) => row.body.data.note)).toEqual([undefined, 'two'])
    expect(await record('a')).toMatchObject({ state: 'queued', revision: 0 })
    expect(await readMeta(cursorKey(OFFICER))).toBeUndefined()
  })

  it('is believed about records that were not changed here, at whatever revision it has them', async () => {
    await tells('b', 7, incident({ note: 'lost' }))
    await noteEpoch(OFFICER, 'two')
    await tells('b', 3, incident({ note: 'as it was' }), true)
    expect(await record('b')).toMatchObject({
      revision: 3,
      body: { data: { note: 'as it was' } },
    })
    await tells('b', 4, incident({ note: 'newer' }))
    expect((await record('b'))?.body.data?.note).toBe('newer')
  })

  it('is asked about the photos that are still here', async () => {
    await saved('a')
    await delivered(1)
    await photo('here', 'a')
    await photo('long gone', 'a')
    await db.photoBytes.delete('long gone')
    await noteEpoch(OFFICER, 'two')
    await delivered(1)
    const due: string[] = []
    for await (const row of duePhotos(OFFICER)) due.push(row.id)
    expect(due).toEqual(['here'])
  })

  it('does not make what it may hold look as if it had never left', async () => {
    await saved('a')
    await delivered(1)
    await noteEpoch(OFFICER, 'two')
    await withdraw(OFFICER, 'a', 'twice')
    expect((await changesOf('a')).map((row) => row.op)).toEqual(['put', 'delete'])
  })

  it('leaves drafts as they are, and happens once', async () => {
    await saveDraft(target('d'), { type: 'bite' })
    await noteEpoch(OFFICER, 'two')
    expect(await noteEpoch(OFFICER, 'two')).toBe(false)
    expect((await record('d'))?.state).toBe('draft')
  })
})

describe('what the phone lets go of', () => {
  const soon = Date.now() + 20 * DAY_MS
  const late = Date.now() + 40 * DAY_MS

  it('is what the server has had for a month, with its photos', async () => {
    await saved('a')
    await delivered(1)
    await photo('p', 'a')
    await dropOld(OFFICER, soon)
    expect(await record('a')).toBeDefined()
    await dropOld(OFFICER, late)
    expect(await record('a')).toBeUndefined()
    expect(await db.photoBytes.count()).toBe(0)
  })

  it('is nothing that waits, that somebody types, whose photo is not there yet, or a patrol that goes on', async () => {
    await saved('waits')
    for (const id of ['typed', 'photo']) {
      await saved(id)
      await tells(id, 1, incident())
    }
    await save(target('walk', 'patrol'), { type: 'morning', started_at: '' })
    const rest = (await waiting(OFFICER)).filter((row) => row.record !== 'waits')
    await applyAnswer(
      rest,
      rest.map((row) => ({
        change_id: row.change_id,
        id: row.record,
        status: 'accepted',
        revision: 1,
        error: null,
      })),
    )
    await saveDraft(target('typed'), { note: 'more' })
    await photo('p', 'photo')
    await notePhoto('p', 'queued')
    await dropSent(OFFICER, late)
    await dropOld(OFFICER, late)
    for (const id of ['waits', 'typed', 'photo', 'walk']) expect(await record(id), id).toBeDefined()
  })
})
