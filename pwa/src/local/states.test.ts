// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { ChangeState, RecordState } from './rows'
import { chosen, recordState, withoutKeeper } from './states'

describe('the state of a record', () => {
  it.each<[ChangeState[], RecordState]>([
    [[], 'sent'],
    [['queued'], 'queued'],
    [['sending', 'queued'], 'sending'],
    [['held', 'queued'], 'queued'],
    [['held'], 'held'],
    [['refused', 'queued'], 'refused'],
    [['refused', 'conflict'], 'conflict'],
  ])('of %j is %s', (changes, state) => {
    expect(recordState(changes)).toBe(state)
  })
})

describe('settling a conflict', () => {
  const basis = { type: 'unleashed', place: '东门', note: 'b' }
  const mine = { type: 'unleashed', place: '北门', note: 'a', keeper: { phone: '1' } }
  const theirs = { type: 'faeces', place: '南门', note: 'b' }

  it('mine: the contested field, and what only this phone changed', () => {
    expect(chosen('mine', { mine, theirs, basis }, ['place'])).toEqual({ ...mine, type: 'faeces' })
  })

  it('theirs: the contested field, and still what only this phone changed', () => {
    const expected = { ...mine, type: 'faeces', place: '南门' }
    expect(chosen('theirs', { mine, theirs, basis }, ['place'])).toEqual(expected)
  })

  it('a field that mine took away stays away', () => {
    const { note: _note, ...without } = mine
    expect(chosen('mine', { mine: without, theirs, basis }, ['place'])).not.toHaveProperty('note')
  })

  it('without a basis theirs stands, with what it lacks', () => {
    const expected = { ...theirs, place: '北门', keeper: { phone: '1' } }
    expect(chosen('mine', { mine, theirs, basis: null }, ['place'])).toEqual(expected)
  })

  it('takes all of one side when no field was named', () => {
    expect(chosen('mine', { mine, theirs, basis }, [])).toEqual(mine)
    expect(chosen('theirs', { mine, theirs, basis }, [])).toEqual(theirs)
  })
})

it('keeper data leaves with the receipt', () => {
  expect(withoutKeeper({ type: 'bite', keeper: { phone: '1' } })).toEqual({ type: 'bite' })
})
