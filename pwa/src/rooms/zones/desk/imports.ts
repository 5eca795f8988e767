/** Files of boundaries: looked at first, then made into drafts. Nothing is kept of a look. */
import type { Geometry } from 'geojson'
import { http, sendFile } from '@/http'
import type { DraftSummary, Finding } from './types'

export interface System {
  code: string
  title: string
  unit: 'degree' | 'metre'
  width: number | null
}

export interface Reading {
  geometry: Geometry | null
  findings: Finding[]
  area_m2: number | null
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
  features: { number: number; name: string; readings: Record<string, Reading> }[]
}

export interface Chosen {
  number: number
  name: string
}

export interface Upload {
  file: File
  system: string
  layer: string | null
}

function formOf({ file, system, layer }: Upload): FormData {
  const form = new FormData()
  form.append('file', file, file.name)
  form.append('system', system)
  if (layer) form.append('layer', layer)
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

/** Degrees first, then the metric grids by the width of their zones. */
export function grouped(all: readonly System[]): { name: string; systems: System[] }[] {
  const groups = new Map<string, System[]>()
  for (const one of all) {
    const name = one.width ? String(one.width) : 'degree'
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  return [...groups].map(([name, found]) => ({ name, systems: found }))
}

/** Layers that a file is asked about: the server lists them when it cannot choose. */
export function layersAsked(problem: unknown): string[] {
  const fields = (problem as { fields?: { layer?: { choose?: unknown } } } | null)?.fields
  const found = fields?.layer?.choose
  return Array.isArray(found) ? found.map(String) : []
}
