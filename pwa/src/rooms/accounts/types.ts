import type { OfficeKey } from '@/device/office'

export type Role = 'officer' | 'auxiliary' | 'volunteer' | 'supervisor' | 'administrator'

export interface Named {
  id: string
  name: string
}

export interface Person extends Named {
  username: string
  roles: Role[]
  organisation: Named & { level: string; path: string }
  teams: Named[]
}

export interface Session {
  person: Person
  csrf_token: string
  server_time: string
  epoch: string
  device_id: string | null
  must_change_password: boolean
  permissions: { kind: string; action: string }[]
  county: Named | null
  /** Once, at signing in: every later request carries it. */
  device_token?: string
  office_key?: OfficeKey | null
}
