/** What differs between the two versions of a record, in words. */
import { t } from '@/i18n'
import type { RecordData, RecordRow } from '@/local/rows'
import { fieldLabel } from '@/rooms/changes/fields'

export interface Difference {
  field: string
  label: string
  mine: string
  theirs: string
}

const WORDS: Record<string, string> = {
  type: 'ui.kind',
  action: 'ui.action',
  topic: 'changes.topic',
  result: 'reviews.result',
  response: 'persuasion',
  method: 'strays.methods',
  condition: 'strays.conditions',
  size: 'incidents',
}

export function valueText(field: string, value: unknown): string {
  if (value === undefined || value === null || value === '') return t('conflict.none')
  if (WORDS[field]) return t(`${WORDS[field]}.${String(value)}`)
  if (typeof value !== 'object') return String(value)
  if (field === 'position') {
    const { lon, lat, accuracy_m } = value as { lon: number; lat: number; accuracy_m: number }
    return `${lat.toFixed(5)}, ${lon.toFixed(5)} ±${Math.round(accuracy_m)} m`
  }
  return Object.entries(value)
    .filter(([, one]) => typeof one !== 'boolean' && one !== null)
    .map(([name, one]) => valueText(name, one))
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
