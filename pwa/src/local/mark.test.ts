import { beforeEach, expect, it } from 'vitest'
import { changesOf, emptyPhone, OFFICER, saved } from '@/testing/phone'
import { followUnsent, losses, lossesRead, lossTold, noteUnsent, noticeLoss } from './mark'
import { applyAnswer } from './outbox'
import { createVault } from './vault/open'
import { unsentOf } from './unsent'

beforeEach(emptyPhone)

const marked = () => localStorage.getItem('qx.unsent') ?? ''

it('follows the queue', async () => {
  const stop = followUnsent(OFFICER)
  await saved('a')
  await expect.poll(marked).toBe(JSON.stringify({ [OFFICER]: 1 }))
  await applyAnswer(await changesOf('a'), [
    {
      change_id: (await changesOf('a'))[0]!.change_id,
      id: 'a',
      status: 'accepted',
      revision: 1,
      error: null,
    },
  ])
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
  noteUnsent(OFFICER, (await unsentOf(OFFICER)).records)
  await noticeLoss()
  expect(losses()).toEqual([])
})
