/** What lies on the map beside the zones in force: drafts, a version of the past, a repair that is looked at. */
import { computed, type Ref } from 'vue'
import { t } from '@/i18n'
import { areaOf as sizeOf, type Boundary, isBoundary } from '@/map/drawing/boundary'
import type { Areas } from '@/map/types'
import { useZoneDraft } from './draftStore'
import { useProposal } from './proposal'
import { isPlaceOnMap, ringRound } from './repairs'
import { areaText } from './rules'
import { useZoneDesk } from './store'
import type { Version } from './types'

type Area = Areas['features'][number]

export const areaOf = (
  id: string,
  name: string,
  geometry: unknown,
  look?: Area['properties']['look'],
): Area[] =>
  isBoundary(geometry) ? [{ type: 'Feature', geometry, properties: { id, name, look } }] : []

/** `live`: the open draft as the hand has it now; undefined while nobody draws. */
export function useShapes(past: () => Version | null, live: Ref<Boundary | null | undefined>) {
  const desk = useZoneDesk()
  const drafts = useZoneDraft()
  const proposal = useProposal()

  const own = computed(() => {
    const open = drafts.current
    const shape = live.value === undefined ? open?.boundary : live.value
    const area = isBoundary(shape) ? sizeOf(shape) : 0
    const label = area ? `\n${areaText(area)}` : ''
    const look = area === null ? 'crossing' : undefined
    return open ? areaOf(open.id, t('zones.draftOf', { name: open.name }) + label, shape, look) : []
  })
  const others = computed(() =>
    desk.outlines.features.filter(({ properties }) => properties.id !== drafts.current?.id),
  )
  const before = computed(() => {
    const version = past()
    const name = version ? t('zones.version', { n: version.version }) : ''
    return version ? areaOf(version.id, name, version.geometry) : []
  })
  const repair = computed(() =>
    areaOf('repair', t('zones.findings.repaired'), proposal.seen?.repair, 'repair'),
  )

  /** How somebody else has drawn it, until it is decided. */
  const theirs = computed(() => {
    const { clash, draft, waiting } = drafts
    if (!clash || !draft || waiting?.boundary === undefined) return []
    const differs = JSON.stringify(draft.boundary) !== JSON.stringify(waiting.boundary)
    return differs
      ? areaOf('theirs', t('zones.theirs', { who: clash.who }), draft.boundary, 'theirs')
      : []
  })

  const shapes = computed<Areas>(() => ({
    type: 'FeatureCollection',
    features: [...others.value, ...own.value, ...before.value, ...theirs.value, ...repair.value],
  }))
  /** Where the fault lies. */
  const fault = computed(() => {
    const place = proposal.seen?.place
    return place && isPlaceOnMap(place) ? ringRound(place, proposal.seen?.repair) : null
  })
  return { shapes, fault, repair, theirs }
}
