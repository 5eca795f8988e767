/** What the administrator's forms send, and how audit entries read. Pure. */
import type { AuditEntry, PersonChange, PersonRow } from './types'
import type { Role } from '@/rooms/accounts/types'

export interface PersonForm {
  username: string
  name: string
  roles: Role[]
  organisation: { id: string; name: string } | null
}

export function emptyForm(): PersonForm {
  return { username: '', name: '', roles: ['officer'], organisation: null }
}

export function formOf(person: PersonRow): PersonForm {
  const { username, name, roles, organisation } = person
  return { username, name, roles: [...roles], organisation }
}

/** What is still to be filled in, as names of fields; checked on leaving and on saving, never while typing. */
export function missing(form: PersonForm): string[] {
  const lacking = {
    name: !form.name.trim(),
    username: !/^[A-Za-z0-9._-]{3,40}$/.test(form.username),
    roles: !form.roles.length,
    organisation_id: !form.organisation,
  }
  return Object.entries(lacking).flatMap(([field, lacks]) => (lacks ? [field] : []))
}

function sameRoles(a: readonly Role[], b: readonly Role[]): boolean {
  return a.length === b.length && a.every((role) => b.includes(role))
}

/** Only what differs travels, so that two administrators do not undo each other. */
export function changeOf(form: PersonForm, person: PersonRow): PersonChange {
  const change: PersonChange = {}
  if (form.name.trim() !== person.name) change.name = form.name.trim()
  if (!sameRoles(form.roles, person.roles)) change.roles = form.roles
  if (form.organisation && form.organisation.id !== person.organisation.id)
    change.organisation_id = form.organisation.id
  return change
}

export interface DetailLine {
  field: string
  /** One value, or what it was and what it became. */
  values: string[]
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `{"changed": {"name": ["陈明", "陈铭"]}}` → name, 陈明, 陈铭: groups are laid open, what is empty is left out. */
export function detailLines(detail: AuditEntry['detail']): DetailLine[] {
  return Object.entries(detail).flatMap(([field, value]) => {
    if (value === null || value === '') return []
    if (isGroup(value)) return detailLines(value)
    return [{ field, values: (Array.isArray(value) ? value : [value]).map(String) }]
  })
}
