import type { Named } from '@/rooms/accounts/types'

export type State = 'open' | 'settled' | 'all'

/** What a list shows of an item: nothing of its content. */
export interface Quarantined {
  change_id: string
  record_id: string | null
  kind: string | null
  author: Named
  device_id: string
  source: string
  note: string | null
  code: string
  message: string
  fields: Record<string, unknown>
  received_at: string
  size: number
  resolved_at: string | null
  resolution: string | null
  resolved_by: Named | null
  reason: string | null
}

export interface QuarantinedItem extends Quarantined {
  /** As it came, when it can be read. */
  item: { data?: unknown; captured_at?: string; op?: string } | null
  text: string
}

interface Part {
  record_id: string
  author: Named
  received_at: string
  /** It has waited for more than seven days. */
  orphan: boolean
}

export interface Held extends Part {
  change_id: string
  kind: string
  captured_at: string | null
  waits_for: string
  waits_for_patrol: boolean
  /** What it waits for lies in quarantine. */
  parent_refused: boolean
  refused: string | null
  data: Record<string, unknown>
}

export interface LonelyPhoto extends Part {
  id: string
  captured_at: string
  state: string
  parent_refused: boolean
}

export interface MissingPhoto extends Part {
  photo_id: string
  kind: string
}

export interface Waiting {
  held: Held[]
  photos: LonelyPhoto[]
  missing_photos: MissingPhoto[]
}
