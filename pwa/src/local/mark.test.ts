import { beforeEach, expect, it } from 'vitest'
import { emptyPhone, OFFICER, saved } from '@/testing/phone'
import { db } from './db'
import { followUnsent, losses, lossesRead, lossTold, noteUnsent, noticeLoss } from './mark'
import { createVault } from './vault/open'
import { unsentOf } from './vaults'

beforeEach(emptyPhone)

const marked = () => localStorage.getItem('qx.unsent') ?? ''

it('follows the queue', async () => {
  const stop = followUnsent(OFFICER)
  await saved('a')
  await expect.poll(marked).toBe(JSON.stringify({ [OFFICER]: 1 }))
  await db.outbox.clear()
  await expect.poll(marked).toBe('{}')
  stop()
})

it('a database that is gone is a loss, told once and kept until it was told and read', async () => {
  noteUnsent(OFFICER, 3)
  await noticeLoss()
  await noticeLoss()
  expect(losses()).toMatchObject([{ person: OFFICER, unsent: 3, told: false }])
  lossesRead()
  expect(losses()).toHaveLength(1)
  lossTold(losses()[0]!)
  lossesRead()
  expect(losses()).toEqual([])
})

it('a database that is there is none', async () => {
  await createVault(OFFICER, '240713')
  await saved('a')
  noteUnsent(OFFICER, await unsentOf(OFFICER))
  await noticeLoss()
  expect(losses()).toEqual([])
})
