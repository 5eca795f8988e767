// @vitest-environment node
import { expect, it } from 'vitest'
import { allFilters } from './filters'
import { changed } from './useMapState'

it('keeps what stands beside the filters, unless it changes too', () => {
  const query = { type: 'bite', record: 'incident:1', at: '120.75000,30.75000,12.0', list: 'off' }
  expect(changed(query, allFilters(), {})).toEqual({
    record: 'incident:1',
    at: '120.75000,30.75000,12.0',
    list: 'off',
  })
  expect(
    changed(query, { ...allFilters(), types: ['bite'] }, { record: null, list: null }),
  ).toEqual({
    type: 'bite',
    at: '120.75000,30.75000,12.0',
  })
})
