import { describe, expect, it } from 'vitest'
import type { ChangeState, RecordState } from './rows'
import { AFTER_ANSWER, chosen, recordState, type Verdict, withoutKeeper } from './states'

describe('what becomes of a change', () => {
  it.each<[Verdict, ChangeState | null]>([
    ['accepted', null],
    ['duplicate', null],
    ['held', 'held'],
    ['conflict', 'conflict'],
    ['refused', 'refused'],
  ])('%s leaves it %s', (verdict, state) => {
    expect(AFTER_ANSWER[verdict]).toBe(state)
  })
})

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
  const mine = { type: 'faeces', place: '北门', note: 'a' }
  const theirs = { type: 'unleashed', place: '南门', note: 'b' }

  it('takes mine only where the server named the field', () => {
    expect(chosen(mine, theirs, ['place'])).toEqual({ type: 'unleashed', place: '北门', note: 'b' })
  })

  it('takes all of mine when no field was named', () => {
    expect(chosen(mine, theirs, [])).toEqual(mine)
  })
})

it('keeper data leaves with the receipt', () => {
  expect(withoutKeeper({ type: 'bite', keeper: { phone: '1' } })).toEqual({ type: 'bite' })
})
