import type { Named, Role } from '@/rooms/accounts/types'

export const ROLES: Role[] = ['officer', 'auxiliary', 'volunteer', 'supervisor', 'administrator']

export interface PersonRow extends Named {
  username: string
  roles: Role[]
  organisation: Named
  teams: Named[]
  active: boolean
  must_change_password: boolean
}

export interface NewPerson {
  username: string
  name: string
  roles: Role[]
  organisation_id: string
  team_ids?: string[]
}

export type PersonChange = Partial<{
  name: string
  roles: Role[]
  organisation_id: string
  active: boolean
}>

/** Shown once, then gone. */
export interface OneTimePassword {
  one_time_password: string
  expires_at: string
}

export interface Device extends Named {
  registered_at: string
  last_seen_at: string | null
  revoked_at: string | null
}

export interface TeamRow extends Named {
  organisation: Named
  active: boolean
  members: Named[]
}

export interface AuditEntry {
  seq: number
  at: string
  actor: Named | null
  action: string
  subject_kind: string | null
  subject_id: string | null
  outcome: string
  detail: Record<string, unknown>
}

/** What the log knows, in the order of the filter. */
export const ACTIONS = [
  'sign_in',
  'sign_out',
  'password_changed',
  'password_reset',
  'person_created',
  'person_changed',
  'person_disabled',
  'device_registered',
  'device_revoked',
  'device_storage_lost',
  'device_pin_locked',
  'key_registered',
  'vault_opened',
  'application_password_created',
  'application_password_ended',
  'team_created',
  'team_changed',
  'team_member_added',
  'team_member_removed',
  'keeper_read',
  'keeper_replaced',
  'keeper_struck_out',
  'photo_original_read',
  'photo_stamped_read',
  'records_exported',
  'quarantine_read',
  'quarantine_filed',
  'quarantine_dismissed',
  'rescue',
  'review_accepted',
  'review_returned',
  'review_merged',
  'review_separated',
  'review_zone_ruled',
  'recheck_assigned',
  'recheck_cancelled',
  'zone_draft_created',
  'zone_draft_imported',
  'zone_draft_changed',
  'zone_draft_checked',
  'zone_draft_confirmed',
  'zone_draft_repaired',
  'zone_draft_reopened',
  'zone_draft_discarded',
  'zone_draft_restored',
  'zone_scan_added',
  'zone_scan_removed',
  'zone_announced',
  'zone_withdrawn',
  'zones_published',
  'zones_reevaluated',
  'place_created',
  'place_changed',
  'place_ended',
  'places_imported',
  'plan_area_created',
  'plan_area_changed',
  'plan_area_ended',
  'plan_roster_created',
  'plan_roster_changed',
  'plan_roster_ended',
  'retention',
  'backup_made',
  'restored',
] as const
