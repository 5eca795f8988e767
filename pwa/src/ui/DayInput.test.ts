import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApp, h, nextTick, ref } from 'vue'
import DayInput from './DayInput.vue'
import { isWholeDay } from './wholeDay'

const told = vi.fn<(day: string) => void>()
let close = () => {}

function shown(day: string) {
  const given = ref(day)
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(() =>
    h(DayInput, { modelValue: given.value, 'onUpdate:modelValue': told, min: '2026-01-01' }),
  )
  app.mount(place)
  close = () => {
    app.unmount()
    place.remove()
  }
  const field = place.querySelector('input')!
  const type = (value: string, half = false) => {
    field.value = value
    Object.defineProperty(field, 'validity', { value: { badInput: half }, configurable: true })
    field.dispatchEvent(new Event('input'))
    field.dispatchEvent(new Event('change'))
  }
  return { field, given, type }
}

afterEach(() => {
  close()
  told.mockReset()
})

describe('a day by keyboard', () => {
  it('is told when it is whole, not at each digit of its year', () => {
    const { type } = shown('2026-11-22')
    for (const year of ['0002', '0020', '0202']) type(`${year}-11-22`)
    expect(told).not.toHaveBeenCalled()
    type('2025-11-22')
    expect(told.mock.calls.every(([day]) => day === '2025-11-22')).toBe(true)
    expect(told).toHaveBeenCalled()
  })

  it('is not cleared by a part that is rubbed out, but is by clearing it', () => {
    const { type } = shown('2026-11-22')
    type('', true)
    expect(told).not.toHaveBeenCalled()
    type('')
    expect(told).toHaveBeenCalledWith('')
  })

  it('keeps its digits when the page is drawn anew, and is whole again when it is left', async () => {
    const { field, given, type } = shown('2026-11-22')
    field.focus()
    type('0020-11-22')
    given.value = '2026-11-23'
    await nextTick()
    expect(field.value).toBe('0020-11-22')
    field.dispatchEvent(new Event('blur'))
    expect(field.value).toBe('2026-11-23')
  })

  it('is an input like any other', () => {
    const { field } = shown('2026-11-22')
    expect([field.type, field.min, field.value]).toEqual(['date', '2026-01-01', '2026-11-22'])
  })
})

it.each([
  ['2026-11-22', true],
  ['0002-11-22', false],
  ['-002-11-22', false],
  ['2026-13-22', false],
  ['', false],
  [null, false],
])('%s is a whole day: %s', (day, whole) => expect(isWholeDay(day)).toBe(whole))
