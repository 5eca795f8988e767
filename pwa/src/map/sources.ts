/** What the map shows, as GeoJSON sources. Pure. */
import type { Feature, FeatureCollection, Geometry } from 'geojson'
import { familyOf, kindOf } from '@/ui/kinds'
import { collectionDrawn, type Frame, PLAIN } from './frame'
import { circlePolygon, labelFeatures, labelPoint, topPoint } from './shapes'
import type { Areas, LonLat, MapPlace, MapRecord, MePosition, RecordCircle, Walks } from './types'

export const SOURCE_NAMES = [
  'districts',
  'district-names',
  'zones',
  'zone-names',
  'drafts',
  'draft-names',
  'loop',
  'places',
  'place-marks',
  'walks',
  'track',
  'circle',
  'accuracy',
  'me',
  'records',
  'spots',
] as const

export type SourceName = (typeof SOURCE_NAMES)[number]
export type Sources = Record<SourceName, FeatureCollection>

export interface Content {
  districts: Areas
  zones: Areas
  drafts: Areas
  records: readonly MapRecord[]
  places: readonly MapPlace[]
  me: MePosition | null
  walks: Walks
  track: readonly LonLat[]
  circle: RecordCircle | null
  /** Corners of what a hand has drawn round some records. */
  loop: readonly LonLat[]
  /** Places with a number, the most important first. */
  spots: readonly LonLat[]
}

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}

function feature(geometry: Geometry, properties: Record<string, unknown> = {}): Feature {
  return { type: 'Feature', properties, geometry }
}

function point(at: LonLat): Geometry {
  return { type: 'Point', coordinates: [at.lon, at.lat] }
}

export function recordFeatures(records: readonly MapRecord[]): FeatureCollection {
  return collection(
    records.map((record) =>
      feature(point(record), {
        id: record.id,
        mark: kindOf(record.mark).code,
        family: familyOf(record.mark),
      }),
    ),
  )
}

const placeProperties = ({ id, mark, name }: MapPlace) => ({ id: `place:${id}`, mark, name })

function placeAreas(places: readonly MapPlace[]): FeatureCollection {
  const drawn = places.filter(({ geometry }) => geometry.type === 'Polygon')
  return collection(drawn.map((place) => feature(place.geometry, placeProperties(place))))
}

/** One mark a place: on the point, or well inside the area. */
function placeMarks(places: readonly MapPlace[]): FeatureCollection {
  return collection(
    places.flatMap((place) => {
      const { geometry } = place
      const at = geometry.type === 'Polygon' ? labelPoint(geometry) : null
      if (geometry.type === 'Polygon' && !at) return []
      return [feature(at ? point(at) : geometry, placeProperties(place))]
    }),
  )
}

function walkFeatures({ features }: Walks): FeatureCollection {
  const named = ({ patrol_id, label }: Walks['features'][number]['properties']) => ({
    id: `walk:${patrol_id}`,
    label,
  })
  return collection(
    features.map(({ geometry, properties }) => feature(geometry, named(properties))),
  )
}

export function trackFeatures(track: readonly LonLat[]): FeatureCollection {
  if (track.length < 2) return collection([])
  return collection([
    feature({ type: 'LineString', coordinates: track.map(({ lon, lat }) => [lon, lat]) }),
  ])
}

export function circleFeatures(circle: RecordCircle | null): FeatureCollection {
  if (!circle) return collection([])
  const uncertain = circle.certainty === 'uncertain'
  return collection([feature(circlePolygon(circle, circle.accuracy), { uncertain })])
}

export function loopFeatures(corners: readonly LonLat[]): FeatureCollection {
  if (corners.length < 3) return collection([])
  const ring = [...corners, corners[0]!].map(({ lon, lat }) => [lon, lat])
  return collection([feature({ type: 'Polygon', coordinates: [ring] })])
}

const BUILDERS: { [name in SourceName]: (content: Content) => FeatureCollection } = {
  districts: (content) => content.districts,
  'district-names': (content) => collection(labelFeatures(content.districts, labelPoint)),
  zones: (content) => content.zones,
  'zone-names': (content) => collection(labelFeatures(content.zones, topPoint)),
  drafts: (content) => content.drafts,
  'draft-names': (content) => collection(labelFeatures(content.drafts, labelPoint)),
  loop: ({ loop }) => loopFeatures(loop),
  places: ({ places }) => placeAreas(places),
  'place-marks': ({ places }) => placeMarks(places),
  walks: ({ walks }) => walkFeatures(walks),
  track: (content) => trackFeatures(content.track),
  circle: (content) => circleFeatures(content.circle),
  accuracy: ({ me }) => collection(me ? [feature(circlePolygon(me, me.accuracy))] : []),
  me: ({ me }) => collection(me ? [feature(point(me))] : []),
  records: (content) => recordFeatures(content.records),
  spots: ({ spots }) =>
    collection(spots.map((at, number) => feature(point(at), { number: number + 1 }))),
}

export function buildSource(
  name: SourceName,
  content: Content,
  frame: Frame = PLAIN,
): FeatureCollection {
  return collectionDrawn(frame, BUILDERS[name](content))
}

export function buildSources(content: Content, frame: Frame = PLAIN): Sources {
  return Object.fromEntries(
    SOURCE_NAMES.map((name) => [name, buildSource(name, content, frame)]),
  ) as Sources
}
