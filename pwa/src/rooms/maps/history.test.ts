// @vitest-environment node
import { expect, it } from 'vitest'
import { disputed, otherSides, steps } from './history'
import type { RecordDetail } from './types'

const t = (key: string, values?: Record<string, unknown>) =>
  `${key.split('.').at(-1)}(${Object.values(values ?? {}).join('|')})`
const who = (name: string) => ({ id: name, name })
const change = (revision: number, more: Partial<RecordDetail['history'][number]> = {}) => ({
  revision,
  received_at: `r${revision}`,
  author: who('陆'),
  deleted: false,
  reason: null,
  fields: ['place'],
  ...more,
})

function record(
  history: RecordDetail['history'],
  kept: RecordDetail['kept'] = [],
  more = false,
): RecordDetail {
  const meta = { captured_at: 'phone', corrected_at: 'c', received_at: 'r1', author: who('沈') }
  return { meta, history, kept, history_more: more } as unknown as RecordDetail
}

it('tells a withdrawal with its reason, and that a later edit kept the record', () => {
  const gone = change(2, { deleted: true, reason: '重复', fields: [] })
  const told = steps(record([change(1), gone, change(3)]), t)
  expect(told.map(({ text }) => text)).toEqual([
    'recorded(沈)',
    'arrived()',
    'withdrawn(陆|2|重复|)',
    'restored(陆|3||place())',
  ])
  expect(disputed(record([change(1), gone, change(3)]))).toBe(true)
  expect(disputed(record([change(1), gone]))).toBe(false)
})

it('tells that the zone was decided anew, and nobody did it', () => {
  const told = steps(record([change(1), change(1, { author: null, fields: ['zone'] })]), t)
  expect(told.at(-1)?.text).toBe('rezoned()')
  const merged = steps(record([change(1), change(1, { author: null, fields: ['merged'] })]), t)
  expect(merged.at(-1)?.text).toBe('recounted()')
})

it('says that older changes are left out, and counts none of them as the arrival', () => {
  const told = steps(record([change(201)], [], true), t)
  expect(told.map(({ text }) => text.split('(')[0])).toEqual(['recorded', 'older', 'changed'])
})

it('shows both values of every field that two sides changed', () => {
  const fields = {
    place: { theirs: '月河街', yours: '中山路' },
    action: { theirs: 'persuaded', yours: 'case_proposed' },
    note: { theirs: null, yours: '备' },
    dog: { theirs: { colour: '黄' }, yours: { size: 'large' } },
  }
  const kept = [{ change_id: 'k', author: who('陆'), received_at: 'k', fields }]
  const told = otherSides(record([change(1)], kept), t)
  expect(told.map(({ text }) => text)).toEqual([
    'otherwise(陆|place()|中山路|月河街)',
    'otherwise(陆|action()|case_proposed()|persuaded())',
    'otherwise(陆|note()|备|empty())',
    'otherwise(陆|dog()|large()|黄)',
  ])
  expect(disputed(record([change(1)], kept))).toBe(true)
})

it('tells a wish to withdraw that met a newer edit', () => {
  const fields = { deleted: { reason: '重复' } }
  const kept = [{ change_id: 'k', author: who('沈'), received_at: 'k', fields }]
  expect(otherSides(record([change(1)], kept), t)).toEqual([{ at: 'k', text: 'wished(沈|重复)' }])
})
