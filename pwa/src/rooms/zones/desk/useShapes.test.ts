import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { useZoneDraft } from './draftStore'
import { useProposal } from './proposal'
import type { Draft, Finding } from './types'
import { useShapes } from './useShapes'

const square = (size: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [120, 30],
      [120 + size, 30],
      [120 + size, 30 + size],
      [120, 30 + size],
      [120, 30],
    ],
  ],
})
const draft = {
  id: 'd',
  revision: 2,
  name: '集镇',
  boundary: square(0.02),
  announcement: {},
} as unknown as Draft

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
})

const looksOf = (shapes: ReturnType<typeof useShapes>['shapes']) =>
  shapes.value.features.map(({ properties }) => [properties.id, properties.look])

it('lays the shape of another person over ours until it is decided', () => {
  const drafts = useZoneDraft()
  const { shapes, theirs } = useShapes(() => null, ref(undefined))
  drafts.draft = draft
  expect(looksOf(shapes)).toEqual([['d', undefined]])
  drafts.edit({ boundary: square(0.01) })
  drafts.clash = { who: '沈丽华', before: null }
  expect(looksOf(shapes)).toEqual([
    ['d', undefined],
    ['theirs', 'theirs'],
  ])
  expect(theirs.value[0]!.geometry).toEqual(square(0.02))
  drafts.giveWay()
  expect(looksOf(shapes)).toEqual([['d', undefined]])
})

it('lays a repair that is looked at over the draft, and a ring round the fault', () => {
  const proposal = useProposal()
  const { shapes, fault } = useShapes(() => null, ref(undefined))
  useZoneDraft().draft = draft
  const finding = { key: 'self_intersection', place: [120, 30], repair: square(0.01) }
  proposal.toggle(finding as unknown as Finding)
  expect(looksOf(shapes)).toEqual([
    ['d', undefined],
    ['repair', 'repair'],
  ])
  expect(fault.value).toMatchObject({ lon: 120, lat: 30, certainty: 'uncertain' })
  proposal.toggle(finding as unknown as Finding)
  expect([looksOf(shapes).length, fault.value]).toEqual([1, null])
  proposal.toggle({ ...finding, place: [30, 120] } as unknown as Finding)
  expect(fault.value).toBeNull() // no map goes there
})
