/** The fields of records in words. */
import { t } from '@/i18n'

const LABELS: Record<string, string> = {
  type: 'incidents.what',
  action: 'incidents.how',
  place: 'records.place',
  position: 'records.where',
  note: 'records.note',
  dog: 'records.dog',
  keeper: 'records.keeper',
  name: 'incidents.keeperName',
  phone: 'incidents.keeperPhone',
  id_number: 'incidents.keeperId',
  team_id: 'patrols.team',
  patrol_id: 'changes.patrol',
  captured_at: 'records.when',
  started_at: 'records.when',
  ended_at: 'records.when',
  people_at_least: 'records.people',
  topic: 'persuasion.about',
  response: 'records.response',
  result: 'reviews.recheck',
  count: 'records.count',
  method: 'records.method',
  condition: 'records.condition',
  destination: 'records.destination',
  deleted: 'records.withdraw',
}

export function fieldLabel(field: string): string {
  return LABELS[field] ? t(LABELS[field]) : field
}
