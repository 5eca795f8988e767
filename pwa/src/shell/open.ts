import type { RouteLocationRaw } from 'vue-router'
import type { RecordRow } from '@/local/rows'

const FORM: Partial<Record<RecordRow['kind'], string>> = {
  incident: 'incident',
  persuasion: 'persuasion',
  capture: 'stray',
  recheck: 'recheck',
}

/** The form of a record, to go on filling it in. */
export function formOf(row: RecordRow): RouteLocationRaw | null {
  const name = FORM[row.kind]
  return name ? { name, params: { id: row.id } } : null
}

/** A draft opens where it was left, everything else its own page. */
export function openOf(row: RecordRow): RouteLocationRaw {
  const unsaved = row.state === 'draft' || (row.state === 'sent' && row.body.draft)
  const form = unsaved ? formOf(row) : null
  return form ?? { name: 'record', params: { id: row.id } }
}
