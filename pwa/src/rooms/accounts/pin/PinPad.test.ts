import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, h } from 'vue'
import { hearEarly, takeEarly } from './early'
import PinPad from './PinPad.vue'

const full = vi.fn<(pin: string) => void>()
let close = () => {}

const press = (keys: string, on: EventTarget = window) => {
  for (const key of keys) on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
}

function open(fresh = false): HTMLElement {
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(() =>
    h(PinPad, { busy: false, off: false, name: 'PIN', fresh, onFull: full }),
  )
  app.mount(place)
  close = () => {
    app.unmount()
    place.remove()
  }
  return place
}

beforeEach(hearEarly)
afterEach(() => {
  close()
  takeEarly()
  full.mockReset()
})

describe('digits typed before the pad is there', () => {
  it('count: all six open, none is needed twice', () => {
    press('240713')
    open()
    expect(full).toHaveBeenCalledExactlyOnceWith('240713')
  })

  it('go on with those typed after', () => {
    press('240')
    open()
    press('713')
    expect(full).toHaveBeenCalledExactlyOnceWith('240713')
  })

  it('are taken back like any other, and are not those of a field', () => {
    press('25')
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Backspace' }))
    const field = document.body.appendChild(document.createElement('input'))
    press('99', field)
    field.remove()
    press('40713')
    open()
    expect(full).toHaveBeenCalledExactlyOnceWith('240713')
  })

  it('are no part of a PIN that is being chosen, nor of a later pad', () => {
    press('240713')
    open(true)
    expect(full).not.toHaveBeenCalled()
    close()
    open()
    expect(full).not.toHaveBeenCalled()
  })
})
