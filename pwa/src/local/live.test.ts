import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { emptyPhone, OFFICER, saved } from '@/testing/phone'
import { undelivered } from './lists'
import { follow } from './live'

beforeEach(emptyPhone)

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

function following(query: () => Promise<unknown>, rest?: number) {
  const asked = { times: 0, atOnce: 0, most: 0 }
  const told: number[] = []
  const counted = async () => {
    asked.times += 1
    asked.most = Math.max(asked.most, ++asked.atOnce)
    await query()
    const { counts } = await undelivered(OFFICER)
    asked.atOnce -= 1
    return counts.get('queued') ?? 0
  }
  onTestFinished(follow(counted, { next: (found) => told.push(found), rest }))
  return { asked, told }
}

it('tells what is there, and each change at once when it has rested', async () => {
  const { told } = following(() => pause(100), 20) // it rests for two seconds
  await expect.poll(() => told).toEqual([0])
  await pause(2_500)
  await saved('a')
  await expect.poll(() => told, { timeout: 1_500 }).toEqual([0, 1])
})

it('a burst of changes neither starves it nor asks once for each', async () => {
  const { asked, told } = following(async () => undefined)
  const began = performance.now()
  let n = 0
  while (performance.now() - began < 1_500) await saved(`r${n++}`)
  const during = told.length
  expect(during).toBeGreaterThan(2)
  expect(asked.times).toBeLessThan(8)
  expect(asked.most).toBe(1)
  await expect.poll(() => told.at(-1), { timeout: 10_000 }).toBe(n)
})
