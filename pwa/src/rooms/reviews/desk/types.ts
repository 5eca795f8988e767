import type { Named } from '@/rooms/accounts/types'
import type { RecordFeature } from '@/rooms/maps/types'
import type { Verdict } from '@/ui/facts'

export const TABS = ['flagged', 'new', 'returned', 'duplicate', 'done'] as const
export type Tab = (typeof TABS)[number]
export type Counts = Record<Tab, number>

/** Why a record must be looked at, with its figures. */
export interface Reason {
  code: string
  round?: number
  accuracy_m?: number
  border_m?: number
  minutes?: number
  verdict?: string
  distance_m?: number
  photos?: number
  of?: string
  seconds?: number
  photo?: boolean
}

export type Ruling = 'inside' | 'outside'

/** A row of the work list. */
export interface Item {
  record_id: string
  kind: 'incident' | 'capture'
  revision: number
  state: 'open' | 'accepted' | 'returned' | 'merged' | 'withdrawn'
  round: number
  captured_at: string
  team_id: string | null
  organisation_path: string
  looks_like_id: string | null
  duplicate_of_id: string | null
  zone_ruling: Ruling | null
  reasons: Reason[]
  evidence: { verdict: Verdict; reason: string; provisional: boolean }
  decided: { at: string; by: Named } | null
  /** Null when it was withdrawn. */
  record: RecordFeature | null
}

/** A record that looks like another; `seconds` below zero: captured before it. */
export interface Near {
  distance_m: number | null
  seconds: number
  same_photo: boolean
  /** Bits, of 64, in which the most similar photos differ. */
  alike: number | null
  item: Item
  /** A person put the two together: to the server they do not look alike. */
  chosen?: boolean
}

export interface Decision {
  record_id: string
  other_id: string | null
  decision: 'accept' | 'return' | 'merge' | 'separate' | 'zone' | 'recheck'
  round: number
  codes: string[]
  text: string | null
  at: string
  by: Named
}

export interface Recheck {
  id: string
  revision: number
  record_id: string
  team_id: string
  state: 'open' | 'done' | 'cancelled'
  text: string
  due_on: string
  result: string | null
  note: string | null
  done_record_id: string | null
  ended_at: string | null
  ended_by: string | null
}

/** A team that can be sent, and the place it belongs to. */
export interface Team extends Named {
  organisation: Named & { path: string }
}

export interface Whole extends Item {
  near: Near[]
  duplicates: string[]
  decisions: Decision[]
  rechecks: Recheck[]
}

export interface ReturnReason {
  code: string
  name: Record<'zh-CN' | 'en', string>
}

/** What somebody is writing about a record; kept until the server has taken it. */
export interface Draft {
  ruling: Ruling | null
  rulingReason: string
  codes: string[]
  text: string
  recheck: { team_id: string; text: string; due_on: string }
}

export type Move = 'acceptance' | 'return' | 'merge' | 'separation' | 'zone'

/** A decision that the server did not take, or has not answered. */
export interface Trouble {
  move: Move | 'recheck'
  problem: unknown
}
