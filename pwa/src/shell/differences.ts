/** What differs between the two versions of a record, in words. */
import { t } from '@/i18n'
import type { RecordData, RecordRow } from '@/local/rows'

export interface Difference {
  field: string
  label: string
  mine: string
  theirs: string
}

const LABELS: Record<string, string> = {
  type: 'incidents.what',
  action: 'incidents.how',
  place: 'records.place',
  position: 'records.where',
  note: 'records.note',
  dog: 'records.dog',
  people_at_least: 'records.people',
  topic: 'persuasion.about',
  response: 'records.response',
  count: 'records.count',
  method: 'records.method',
  condition: 'records.condition',
  destination: 'records.destination',
  deleted: 'records.withdraw',
}

const WORDS: Record<string, string> = {
  type: 'ui.kind',
  action: 'ui.action',
  topic: 'changes.topic',
  response: 'persuasion',
  method: 'strays.methods',
  condition: 'strays.conditions',
}

export function fieldLabel(field: string): string {
  return LABELS[field] ? t(LABELS[field]) : field
}

export function valueText(field: string, value: unknown): string {
  if (value === undefined || value === null || value === '') return t('conflict.none')
  if (WORDS[field]) return t(`${WORDS[field]}.${String(value)}`)
  if (typeof value !== 'object') return String(value)
  if (field === 'position') {
    const { lon, lat, accuracy_m } = value as { lon: number; lat: number; accuracy_m: number }
    return `${lat.toFixed(5)}, ${lon.toFixed(5)} ±${Math.round(accuracy_m)} m`
  }
  return Object.values(value)
    .filter((one) => typeof one !== 'boolean')
    .join('、')
}

/** A wish to withdraw that met a newer edit. */
function withdrawal(row: RecordRow): Difference {
  const mine = row.body.withdrawn ?? ''
  return { field: 'deleted', label: fieldLabel('deleted'), mine, theirs: t('conflict.edited') }
}

/** The fields that the server named, or every field that differs. */
export function differences(row: RecordRow, named: Record<string, unknown>): Difference[] {
  if ('deleted' in named) return [withdrawal(row)]
  const mine: RecordData = row.body.data ?? {}
  const theirs: RecordData = row.body.theirs?.data ?? {}
  const all = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
  const differing = all.filter(
    (field) => JSON.stringify(mine[field]) !== JSON.stringify(theirs[field]),
  )
  const shown = Object.keys(named).length
    ? Object.keys(named)
    : differing.filter((field) => field !== 'keeper')
  return shown.map((field) => ({
    field,
    label: fieldLabel(field),
    mine: valueText(field, mine[field]),
    theirs: row.body.theirs ? valueText(field, theirs[field]) : '…',
  }))
}
