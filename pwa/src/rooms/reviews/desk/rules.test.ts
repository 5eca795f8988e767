import { describe, expect, it } from 'vitest'
import {
  asked,
  belongs,
  canAccept,
  canReturn,
  countsOf,
  deedOf,
  emptyDraft,
  firstDueDay,
  following,
  lackingForAcceptance,
  nearBetween,
  saysWhy,
  stepped,
  unfitToMerge,
  wishFrom,
  withFirst,
} from './rules'
import type { Item } from './types'

const NOW = Date.parse('2026-11-22T01:00:00+08:00')
const item = (record_id: string, more: Partial<Item> = {}) =>
  ({ record_id, state: 'open', reasons: [], zone_ruling: null, ...more }) as Item
const three = ['a', 'b', 'c'].map((id) => item(id))

describe('the address', () => {
  it('means today, of what is to be looked at, when it says nothing', () =>
    expect(wishFrom({}, NOW)).toEqual({
      tab: 'flagged',
      from: '2026-11-22',
      to: '2026-11-22',
      organisation: null,
      q: '',
    }))

  it('names seven days, any day, or one', () => {
    expect(wishFrom({ days: 'week' }, NOW)).toMatchObject({ from: '2026-11-16', to: '2026-11-22' })
    expect(wishFrom({ days: 'all', from: '2026-11-01' }, NOW)).toMatchObject({
      from: null,
      to: null,
    })
    const one = { from: '2026-11-01', to: '2026-11-01' }
    expect(wishFrom(one, NOW)).toMatchObject(one)
    expect(wishFrom({ from: 'x', tab: 'nothing' }, NOW)).toMatchObject({
      tab: 'flagged',
      from: '2026-11-22',
    })
  })

  it('asks by days only where days matter', () => {
    const wish = wishFrom({}, NOW)
    expect(asked(wish)).toMatchObject({ from: '2026-11-22', q: null })
    for (const tab of ['returned', 'done'] as const)
      expect(asked({ ...wish, tab })).not.toHaveProperty('from')
    const [some, any] = [1, 9].map((n) => ({
      flagged: n,
      new: n,
      returned: n,
      duplicate: n,
      done: n,
    }))
    expect(countsOf(some!, any!)).toEqual({
      flagged: 1,
      new: 1,
      returned: 9,
      duplicate: 1,
      done: 9,
    })
  })
})

describe('where to go', () => {
  it('steps within the list and stays at its ends', () => {
    expect([stepped(three, 'a', 1), stepped(three, 'c', 1), stepped(three, null, 1)]).toEqual([
      'b',
      null,
      'a',
    ])
    expect(stepped(three, 'a', -1)).toBeNull()
  })

  it('goes on to the next one, and from the last to the one before', () => {
    expect([following(three, 'b'), following(three, 'c')]).toEqual(['c', 'b'])
    expect(following([item('a')], 'a')).toBeNull()
  })
})

describe('keys', () => {
  function pressed(key: string, on: string, init: KeyboardEventInit = {}): string | null {
    document.body.innerHTML = on
    const target = document.body.querySelector('[data-on]') ?? document.body
    let deed: string | null = null
    const listen = (event: Event) => (deed = deedOf(event as KeyboardEvent))
    addEventListener('keydown', listen)
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...init }))
    removeEventListener('keydown', listen)
    return deed
  }

  it('are J K A R D and blank', () => {
    const deeds = ['j', 'K', 'a', 'r', 'd', ' '].map((key) => pressed(key, ''))
    expect(deeds).toEqual(['next', 'previous', 'accept', 'return', 'recheck', 'photo'])
  })

  it('are letters while somebody types, and in a dialog', () => {
    for (const on of [
      '<textarea data-on>',
      '<input data-on>',
      '<select data-on>',
      '<dialog open><button data-on></dialog>',
    ])
      expect(pressed('a', on), on).toBeNull()
    expect(pressed('a', '<input type="checkbox" data-on>')).toBe('accept')
  })

  it('a blank presses what has the focus, but for a row of the list', () => {
    expect(pressed(' ', '<button data-on>')).toBeNull()
    expect(pressed(' ', '<input type="checkbox" data-on>')).toBeNull()
    expect(pressed(' ', '<button data-on data-review="x">')).toBe('photo')
    expect(pressed('a', '<button data-on>')).toBe('accept')
  })

  it('leave the keys of the browser alone, and a held key decides once', () => {
    expect(pressed('r', '', { ctrlKey: true })).toBeNull()
    expect(pressed('a', '', { repeat: true })).toBeNull()
  })
})

describe('what is lacking', () => {
  const uncertain = { reasons: [{ code: 'zone_uncertain' }], zone_ruling: null }
  const proposed = {
    ...uncertain,
    reasons: [{ code: 'case_proposed' }, { code: 'zone_uncertain' }],
  }

  it('a proposed case on the border wants a ruling, others do not', () => {
    expect(lackingForAcceptance(uncertain, emptyDraft(NOW))).toBeNull()
    expect(lackingForAcceptance(proposed, emptyDraft(NOW))).toBe('ruling')
    expect(lackingForAcceptance({ ...proposed, zone_ruling: 'inside' }, emptyDraft(NOW))).toBeNull()
  })

  it('a ruling wants its reason', () => {
    const draft = { ...emptyDraft(NOW), ruling: 'inside' as const, rulingReason: ' 西 ' }
    expect(lackingForAcceptance(proposed, draft)).toBe('rulingReason')
    expect(lackingForAcceptance(proposed, { ...draft, rulingReason: '西侧' })).toBeNull()
  })

  it('a return wants a chip or words', () => {
    expect(saysWhy({ codes: [], text: '  ' })).toBe(false)
    expect(saysWhy({ codes: ['x'], text: '' }) && saysWhy({ codes: [], text: '看不清' })).toBe(true)
  })
})

it('follows the table of states', () => {
  const states = ['open', 'returned', 'accepted', 'merged', 'withdrawn'] as const
  const that = (may: (one: Item) => boolean) => states.filter((state) => may(item('a', { state })))
  expect(that(canAccept)).toEqual(['open', 'returned'])
  expect(that(canReturn)).toEqual(['open', 'accepted'])
  expect(that((one) => belongs(one, 'flagged'))).toEqual(['open'])
  expect(that((one) => belongs(one, 'returned'))).toEqual(['returned'])
})

it('keeps what was read of older ones below a first page that is read again', () => {
  const again = [item('n'), item('a')]
  expect(withFirst(three, again, true).map((one) => one.record_id)).toEqual(['n', 'a', 'c'])
  expect(withFirst(three, again, false)).toHaveLength(2)
})

describe('two that a person puts together', () => {
  const at = (record_id: string, lon: number | null, captured_at: string) =>
    item(record_id, {
      kind: 'incident',
      captured_at,
      record: { geometry: lon === null ? null : { coordinates: [lon, 30.75] } },
    } as Partial<Item>)
  const one = at('a', 120.75, '2026-11-22T10:00:00+08:00')
  const other = at('b', 120.751, '2026-11-22T09:30:00+08:00')

  it('are measured here', () => {
    const near = nearBetween(one, other)
    expect(near.distance_m).toBeGreaterThan(90)
    expect(near.distance_m).toBeLessThan(100)
    expect([near.seconds, near.chosen, near.item]).toEqual([-1800, true, other])
    expect(nearBetween(one, at('c', null, one.captured_at)).distance_m).toBeNull()
  })

  it('fit when they are two of one kind that both count', () => {
    expect(unfitToMerge(one, other)).toBeNull()
    expect(unfitToMerge(one, one)).toBe('same')
    expect(unfitToMerge(one, { ...other, kind: 'capture' })).toBe('kind')
    expect(unfitToMerge({ ...one, state: 'accepted' }, { ...other, state: 'merged' })).toBe('gone')
  })
})

it('a re-check is for the evening of today, and from the evening on for tomorrow', () => {
  const at = (clock: string) => firstDueDay(Date.parse(`2026-11-22T${clock}:00+08:00`))
  expect([at('00:30'), at('17:59'), at('18:00'), at('23:59')]).toEqual([
    '2026-11-22',
    '2026-11-22',
    '2026-11-23',
    '2026-11-23',
  ])
})
