/** The week of the desk, and how what is typed goes to the server. Pure. */
import { dayBefore } from '@/ui/days'
import { weekdayOf } from '../rules'
import type { Area, Edit, Fields, PlanKind, Roster, Round } from './types'

/** Monday to Sunday. */
export function weekOf(day: string): string[] {
  const monday = dayBefore(day, weekdayOf(day) - 1)
  return [0, 1, 2, 3, 4, 5, 6].map((days) => dayBefore(monday, -days))
}

export interface TeamRow {
  id: string
  name: string
  /** The rounds of each day of the week. */
  days: Round[][]
}

/** A row for each team, also for those without a round. */
export function rowsOf(
  teams: readonly { id: string; name: string }[],
  rounds: readonly Round[],
  week: readonly string[],
): TeamRow[] {
  const names = new Map(
    [...teams, ...rounds.map(({ team }) => team)].map((one) => [one.id, one.name]),
  )
  return [...names].map(([id, name]) => ({
    id,
    name,
    days: week.map((day) => rounds.filter((one) => one.team.id === id && one.day === day)),
  }))
}

export interface Tally {
  planned: number
  done: number
}

export function tallyOf(rounds: readonly Round[]): Tally {
  const planned = rounds.filter(({ state }) => state !== 'called_off')
  const done = planned.filter(({ state }) => state === 'done' || state === 'running')
  return { planned: planned.length, done: done.length }
}

/** What is on the page: what the server has, under what is typed. */
export interface ShownPlan extends Fields {
  id: string
  kind: PlanKind
  organisation?: string
  fromDay?: string
  isNew: boolean
}

function written(plan: Area | Roster | undefined): Fields {
  if (!plan) return {}
  if (!('team' in plan)) return plan
  const { team, area, ...rest } = plan
  return { ...rest, team_id: team.id, area_id: area.id }
}

export function shownOf(
  id: string,
  plan: Area | Roster | undefined,
  edit: Edit | undefined,
): ShownPlan | null {
  if (!plan && !edit) return null
  const kind = edit?.kind ?? (plan && 'team' in plan ? 'rosters' : 'areas')
  const organisation =
    edit?.organisation ?? (plan && 'organisation_name' in plan ? plan.organisation_name : undefined)
  const fields = { ...written(plan), ...edit?.fields }
  return { ...fields, organisation, fromDay: edit?.fromDay, id, kind, isNew: !plan }
}

const NEEDED: Record<PlanKind, (keyof Fields)[]> = {
  areas: ['name', 'organisation_id'],
  rosters: ['team_id', 'area_id', 'weekdays', 'from', 'to'],
}

export function lackingOf(shown: ShownPlan): (keyof Fields)[] {
  return NEEDED[shown.kind].filter((name) => {
    const value = shown[name]
    return Array.isArray(value) ? !value.length : !String(value ?? '').trim()
  })
}

/** What rewrites the rounds of every day. */
const SHAPING: readonly (keyof Fields)[] = ['area_id', 'type', 'weekdays', 'from', 'to']

export interface Sending {
  method: 'post' | 'patch'
  path: string
  body: object
}

/** A roster that has begun changes from a day on, so that the past stays as it was planned. */
export function sendingOf(
  id: string,
  { kind, revision, fields, fromDay }: Edit,
  plan?: Area | Roster,
): Sending {
  if (!revision) return { method: 'post', path: `/plans/${kind}`, body: { id, ...fields } }
  const shapes = kind === 'rosters' && SHAPING.some((name) => name in fields)
  if (shapes && plan && fromDay && fromDay > plan.valid_from) {
    const { valid_from: _first, ...rest } = fields
    const body = { revision, from_day: fromDay, ...rest }
    return { method: 'post', path: `/plans/rosters/${id}/succession`, body }
  }
  return { method: 'patch', path: `/plans/${kind}/${id}`, body: { revision, ...fields } }
}

/** The day called off, or as usual again. */
export function toggledDay(
  exceptions: Fields['exceptions'],
  day: string,
  usual: boolean,
  reason = '',
): NonNullable<Fields['exceptions']> {
  const others = (exceptions ?? []).filter((one) => one.day !== day)
  if (others.length < (exceptions ?? []).length) return others
  const found = usual ? { day, what: 'off' as const, reason } : { day, what: 'extra' as const }
  return [...others, found].sort((a, b) => a.day.localeCompare(b.day))
}

/** Why a day is called off, written when it is, or after. */
export function reasonedDay(
  exceptions: Fields['exceptions'],
  day: string,
  reason: string,
): NonNullable<Fields['exceptions']> {
  return (exceptions ?? []).map((one) => (one.day === day ? { ...one, reason } : one))
}
