/** Files of boundaries: looked at first, then made into drafts. Nothing is kept of a look. */
import type { Geometry } from 'geojson'
import { http, sendFile } from '@/http'
import type { DraftSummary, Finding } from './types'

export interface System {
  code: string
  title: string
  unit: 'degree' | 'metre'
  width: number | null
  /** Used by offices where the own counties lie. */
  likely: boolean
}

export interface Reading {
  geometry: Geometry | null
  findings: Finding[]
  area_m2: number | null
  /** Whether it lies anywhere: what does not is not taken. */
  possible: boolean
}

export interface Feature {
  number: number
  name: string
  readings: Record<string, Reading>
}

/** What somebody wants of a feature; `repair` is the finding whose repair was taken. */
export interface Wish {
  on: boolean
  name: string
  repair: Finding | null
}

export interface Preview {
  file: { name: string; size: number }
  layer: string
  layers: string[]
  declared: string | null
  system: string
  verdict: {
    verdict: 'fits' | 'shifted' | 'cannot_tell'
    reading: string | null
    median_m: number | null
    shift_m: number | null
  }
  readings: string[]
  exchanged: boolean
  /** The other order of the axes fits, this one does not. */
  exchange: boolean
  features: Feature[]
}

export interface Chosen {
  number: number
  name: string
  repair?: true
}

export interface Upload {
  file: File
  system: string
  layer: string | null
  /** Latitude stands first in the file. */
  exchanged: boolean
}

function formOf({ file, system, layer, exchanged }: Upload): FormData {
  const form = new FormData()
  form.append('file', file, file.name)
  form.append('system', system)
  if (layer) form.append('layer', layer)
  if (exchanged) form.append('exchanged', 'true')
  return form
}

export const systems = async () => (await http.get<{ systems: System[] }>('/zones/systems')).systems

export const preview = (upload: Upload) =>
  sendFile<Preview>('POST', '/zones/imports/preview', formOf(upload))

export async function create(upload: Upload, features: Chosen[]): Promise<DraftSummary[]> {
  const form = formOf(upload)
  form.append('features', JSON.stringify(features))
  return (await sendFile<{ drafts: DraftSummary[] }>('POST', '/zones/imports', form)).drafts
}

export const wishesOf = ({ features, system }: Preview): [number, Wish][] =>
  features.map(({ number, name, readings }) => [
    number,
    { on: readings[system]?.possible ?? false, name: name.slice(0, 80), repair: null },
  ])

/** Points, lines and broken coordinates are no area, whatever system they are read in. */
export const isNoArea = ({ readings }: Feature) =>
  Object.values(readings).every(({ geometry }) => geometry === null)

/** What is sent: of what lies somewhere in this reading, what is ticked and has a name. */
export function chosenOf(
  found: Preview,
  reading: string,
  wishes: ReadonlyMap<number, Wish>,
): Chosen[] {
  return found.features.flatMap(({ number, readings }) => {
    const wish = wishes.get(number)
    const name = wish?.name.trim()
    if (!wish?.on || !name || !readings[reading]?.possible) return []
    return [{ number, name, ...(wish.repair ? { repair: true as const } : {}) }]
  })
}

/** What maps on phones are in comes before what offices of surveying use. */
const USUAL = ['wgs84', 'gcj02', 'bd09', 'cgcs2000']
const rankOf = ({ code, width }: System) =>
  USUAL.includes(code) ? USUAL.indexOf(code) : USUAL.length + (width ?? 0)

/** The likely ones first, then the others: without zones, and the grids by the width of their zones. */
export function grouped(all: readonly System[]): { name: string; systems: System[] }[] {
  const likely = all.filter((one) => one.likely).sort((a, b) => rankOf(a) - rankOf(b))
  const groups = new Map<string, System[]>([['likely', likely]])
  for (const one of all.filter((each) => !each.likely)) {
    const name = one.width ? String(one.width) : 'other'
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  const order = ['likely', 'other', '3', '6']
  return order.flatMap((name) => {
    const found = groups.get(name)
    return found?.length ? [{ name, systems: found }] : []
  })
}

/** Layers that a file is asked about: the server lists them when it cannot choose. */
export function layersAsked(problem: unknown): string[] {
  const fields = (problem as { fields?: { layer?: { choose?: unknown } } } | null)?.fields
  const found = fields?.layer?.choose
  return Array.isArray(found) ? found.map(String) : []
}
