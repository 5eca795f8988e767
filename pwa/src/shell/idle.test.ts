import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { settings } from '@/device/settings'
import { holdKey } from '@/local/sealing/keys'
import { OFFICER, unlockedBy } from '@/testing/phone'
import { startIdleLock } from './idle'

const reload = vi.fn()
let state: DocumentVisibilityState = 'visible'

function turn(to: DocumentVisibilityState): void {
  state = to
  document.dispatchEvent(new Event('visibilitychange'))
}

startIdleLock()
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('location', { reload })
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => state)
  reload.mockClear()
  settings.lockMinutes = '15'
  unlockedBy(OFFICER)
})
afterEach(() => {
  turn('visible')
  vi.useRealTimers()
})

it('locks after its minutes in the background', () => {
  turn('hidden')
  vi.advanceTimersByTime(14 * 60_000)
  expect(reload).not.toHaveBeenCalled()
  vi.advanceTimersByTime(60_000)
  expect(reload).toHaveBeenCalledOnce()
})

it('locks on coming back when the phone slept over its timer', () => {
  turn('hidden')
  vi.setSystemTime(Date.now() + 16 * 60_000)
  turn('visible')
  expect(reload).toHaveBeenCalledOnce()
})

it('never in front of a person, nor when nothing is open', () => {
  vi.advanceTimersByTime(60 * 60_000)
  turn('hidden')
  vi.advanceTimersByTime(60_000)
  turn('visible')
  vi.advanceTimersByTime(60 * 60_000)
  holdKey(null)
  turn('hidden')
  vi.advanceTimersByTime(60 * 60_000)
  expect(reload).not.toHaveBeenCalled()
})
