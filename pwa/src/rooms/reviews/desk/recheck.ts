/** What to say beside the fields of a re-check, before it is sent. Pure. */
import { kindOf } from '@/ui/kinds'
import type { Draft, Item, Recheck, Team } from './types'

export type Lack = 'team' | 'text' | 'due'

/** What keeps it from being sent, field by field. */
export function lackingOf({ team_id, text, due_on }: Draft['recheck'], today: string): Lack[] {
  const lacks: [Lack, boolean][] = [
    ['team', !team_id],
    ['text', !text.trim()],
    ['due', due_on < today],
  ]
  return lacks.filter(([, is]) => is).map(([name]) => name)
}

/** Codes that have an example of their own; else their family's. */
const EXAMPLES = ['faeces', 'nuisance', 'bite', 'fierce_breed', 'walk', 'paper', 'place', 'stray']

/** What there is to look at again is another thing after a bite than after a dog off the leash. */
export function exampleOf({ kind, record }: Pick<Item, 'kind' | 'record'>): string {
  const { code, family } = kindOf(kind === 'capture' ? 'stray' : (record?.properties.type ?? ''))
  return [code, family].find((one) => EXAMPLES.includes(one)) ?? 'other'
}

/** A team whose own streets the record does not lie in. */
export const isElsewhere = (item: Pick<Item, 'organisation_path'>, team: Team) =>
  !item.organisation_path.startsWith(team.organisation.path)

/** Those of the record first, then those whose streets it lies in. */
export function byNearness(teams: readonly Team[], item: Item): Team[] {
  const far = (team: Team) => (team.id === item.team_id ? 0 : isElsewhere(item, team) ? 2 : 1)
  return [...teams].sort((a, b) => far(a) - far(b))
}

export const openOf = (rechecks: readonly Recheck[]) =>
  rechecks.filter(({ state }) => state === 'open')
