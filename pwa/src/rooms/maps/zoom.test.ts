// @vitest-environment node
import { expect, it } from 'vitest'
import { CLOSEST, FITTED, inPane, shifted, zoomed } from './zoom'

const room = { width: 400, height: 300 }

it('keeps the point under the finger where it is', () => {
  const lie = zoomed(FITTED, 2, { x: 50, y: 30 }, room)
  expect([lie.scale, lie.x, lie.y]).toEqual([2, -50, -30])
})

it('goes no closer than 8 and no farther than the whole picture', () => {
  expect(zoomed(FITTED, 100, { x: 0, y: 0 }, room).scale).toBe(CLOSEST)
  expect(zoomed({ scale: 2, x: 90, y: 0 }, 0.01, { x: 0, y: 0 }, room)).toEqual(FITTED)
})

it('never leaves the screen', () => {
  expect(shifted({ scale: 2, x: 0, y: 0 }, { x: 900, y: -900 }, room)).toEqual({
    scale: 2,
    x: 200,
    y: -150,
  })
})

it('counts from the middle of the pane that is touched', () => {
  expect([inPane(50, 200), inPane(250, 200), inPane(399, 200)]).toEqual([-50, -50, 99])
})
