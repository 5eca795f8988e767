// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { type Beside, choicesOf, chosen, firstPair, movedBy, type Of } from './beside'
import type { Photo } from './types'

const photo = (id: string, hour: number, state: Photo['state'] = 'complete'): Photo => ({
  id,
  sha256: '',
  size: 1,
  mime: 'image/jpeg',
  captured_at: '',
  corrected_at: `2026-11-${hour < 10 ? '0' : ''}${hour}T08:00:00+08:00`,
  state,
  flags: [],
})
const other = (id: string, day: number, of: Of, record_id = 'r2') => ({
  ...photo(id, day),
  of,
  record_id,
})
const beside = (...photos: Beside['photos']): Beside => ({ own: 'original', photos })
const ids = (choices: readonly { id: string }[]) => choices.map(({ id }) => id)

describe('what can be compared', () => {
  it('is in the order it was taken, numbered by its record', () => {
    const found = choicesOf(
      [photo('a', 3), photo('b', 4)],
      beside(other('x', 9, 'recheck'), other('y', 1, 'alike', 'r3'), other('z', 10, 'recheck')),
    )
    expect(ids(found)).toEqual(['y', 'a', 'b', 'x', 'z'])
    expect(found.map(({ n }) => n)).toEqual([1, 1, 2, 1, 2])
    expect(found[1]!.of).toBe('original')
  })

  it('is nothing when the record has no photo, and not what is still on its way', () => {
    expect(choicesOf([photo('a', 3, 'receiving')], beside(other('x', 9, 'recheck')))).toEqual([])
    expect(ids(choicesOf([photo('a', 3), photo('b', 4, 'mismatch')], null))).toEqual(['a'])
  })
})

describe('the first pair', () => {
  it('is the photo looked at and the last one of a re-check, the earlier on the left', () => {
    const all = choicesOf(
      [photo('a', 3), photo('b', 4)],
      beside(other('x', 9, 'recheck'), other('z', 10, 'recheck'), other('y', 12, 'alike', 'r3')),
    )
    expect(ids(firstPair(all, 'b'))).toEqual(['b', 'z'])
    expect(ids(firstPair(all, 'unknown'))).toEqual(['a', 'z'])
  })

  it('has the original on the left of what answered it', () => {
    const answered = { own: 'recheck', photos: [other('x', 1, 'original')] } as const
    const all = choicesOf([photo('a', 3)], { own: answered.own, photos: [...answered.photos] })
    expect(firstPair(all, 'a').map(({ of }) => of)).toEqual(['original', 'recheck'])
  })
})

it('never shows the same photo twice: the sides change places', () => {
  const all = choicesOf([photo('a', 3), photo('b', 4)], null)
  const pair = firstPair(all, 'a')
  expect(ids(chosen(pair, 0, all[1]!))).toEqual(['b', 'a'])
  expect(ids(chosen(pair, 1, all[0]!))).toEqual(['b', 'a'])
  expect(ids(chosen(pair, 0, all[0]!))).toEqual(['a', 'b'])
})

it('moves the divider by keys and keeps it on the stage', () => {
  expect([movedBy('ArrowLeft', 50), movedBy('PageUp', 95), movedBy('Home', 40)]).toEqual([
    48, 100, 0,
  ])
  expect(movedBy('a', 50)).toBeNull()
})
