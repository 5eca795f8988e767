import { beforeEach, expect, it } from 'vitest'
import { db } from '@/local/db'
import { holdKey } from '@/local/sealing/keys'
import { COLLEAGUE, emptyPhone, OFFICER, unlockedBy } from '@/testing/phone'
import { forget, keep, type Kept, noteWho, readKept, restoreWho, whoWorksHere } from './remembered'

beforeEach(emptyPhone)

const kept = {
  session: { person: { id: OFFICER, name: '沈小满' }, permissions: [], county: null },
  csrf: 'c',
  deviceToken: 'd',
} as unknown as Kept

it('a phone killed before localStorage reached the disk still knows whose PIN to ask for', async () => {
  await noteWho({ person: OFFICER })
  localStorage.clear()
  await restoreWho()
  expect(whoWorksHere().person).toBe(OFFICER)
})

it('who signed out stays signed out, and the server is still owed', async () => {
  await noteWho({ person: OFFICER })
  const late = localStorage.getItem('qx.who') ?? ''
  await noteWho({ person: null, owed: 'csrf' })
  localStorage.setItem('qx.who', late)
  await restoreWho()
  expect(whoWorksHere()).toEqual({ person: null, desk: false, owed: 'csrf' })
})

it('the session is there for its person alone, and until it is forgotten', async () => {
  await keep(kept)
  expect(await readKept(OFFICER)).toEqual(kept)
  for (const other of [() => holdKey(null), () => unlockedBy(COLLEAGUE)]) {
    other()
    expect(await readKept(OFFICER)).toBeUndefined()
  }
  unlockedBy(OFFICER)
  await forget(OFFICER)
  expect(await db.meta.count()).toBe(0)
})

it('nothing readable about a person lies in localStorage', async () => {
  await keep(kept)
  await noteWho({ person: OFFICER })
  expect(JSON.stringify({ ...localStorage })).not.toContain('沈小满')
})
