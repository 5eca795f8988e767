/** What the rows of the phone's database look like. */

export type Kind = 'patrol' | 'track' | 'incident' | 'persuasion' | 'capture' | 'recheck'
export type RecordData = Record<string, unknown>

/** Where a record stands. `sent` only after the server's receipt. */
export type RecordState = 'draft' | 'queued' | 'sending' | 'sent' | 'refused' | 'held' | 'conflict'
export type ChangeState = 'queued' | 'sending' | 'refused' | 'held' | 'conflict'
export type PhotoState = 'draft' | 'queued' | 'sending' | 'sent' | 'refused'

export interface Refusal {
  code: string
  message: string
  fields: Record<string, unknown>
}

export interface ServerMeta {
  author?: { id: string; name: string }
  captured_at?: string
  received_at?: string
  zone?: { id: string; name: string; level: string; version: number; version_id: string } | null
  zone_certainty?: 'inside' | 'outside' | 'uncertain' | null
  has_keeper?: boolean
  /** A review merged it into another record: it stays readable and counts no more. */
  merged?: boolean
  organisation?: { id: string; name: string }
  /** The change that made this revision. */
  change_id?: string
  [more: string]: unknown
}

/** What somebody saw when they began to change a record. */
export interface Basis {
  revision: number
  data: RecordData
  /** Their own change that `data` is the outcome of, as far as the feed has not told what the server made of it. */
  after?: string | null
  /** The change that made `revision`, as the feed told: the number means another state after the server was set back. */
  change?: string | null
}

/** What the server holds, beside what waits here. */
export interface Theirs {
  data: RecordData
  meta: ServerMeta | null
  revision: number
  deleted?: boolean
}

export interface RecordBody {
  /** What was saved last, here or on the server. Null while it is only a draft. */
  data: RecordData | null
  /** What is being typed and not saved yet. */
  draft: RecordData | null
  draftAt: string | null
  /** What the draft was begun on: the feed may bring something newer while somebody types. */
  draftBasis?: Basis | null
  /** What `data` was changed from, while changes of it wait. */
  basis?: Basis | null
  /** The change of one's own that was delivered last. The server may have merged more in: the feed tells. */
  last?: { change_id: string; told: boolean } | null
  capturedAt: string
  meta: ServerMeta | null
  /** What the server holds when two sides changed the same field. */
  theirs: Theirs | null
  /** Withdrawn by its author, with this reason. */
  withdrawn?: string
}

export interface RecordRow {
  id: string
  person: string
  kind: Kind
  state: RecordState
  /** The patrol it belongs to. */
  parent: string | null
  /** Server revision that `body.data` rests on; 0 = the server has not answered for it. */
  revision: number
  /** Made by this person, not read from the feed. */
  mine: boolean
  /** A colleague's: to be found without reading one's own. */
  team?: 1
  /** Which full pull brought it last; what a fresh pull does not bring again goes, unless it is ours. */
  pull: string
  /** UTC; of a colleague's record, when it was captured. */
  created_at: string
  updated_at: string
  /** Somebody typed in it and did not save. */
  typed?: 1
  body: RecordBody
}

/** What this person signed of the change, exactly as it was signed. */
export interface Signed {
  key_id: string
  payload: string
  signature: string
}

export interface Evidence {
  clock_offset_ms: number | null
  signed?: Signed
}

export interface OutboxBody {
  data: RecordData
  capturedAt: string
  evidence: Evidence | null
  /** SHA-256 of the signed payload: what the next one follows. */
  digest?: string
  /** It was sent once: the server may have it, though no answer came. */
  tried?: boolean
  refusal: Refusal | null
  /** The server's word that it was deposited. It still waits for the answer to its own push. */
  receipt?: string
}

export interface OutboxRow {
  seq: number
  change_id: string
  /** Id of the record it changes. */
  record: string
  person: string
  kind: Kind
  op: 'put' | 'delete'
  base: number
  base_change?: string | null
  after: string | null
  state: ChangeState
  created_at: string
  body: OutboxBody
}

/** A delivered change, kept for a while: a server that lost it gets it again. */
export interface SentRow extends Omit<OutboxRow, 'state'> {
  delivered_at: string
}

export interface PhotoBody {
  filename: string
  mime: string
  sha256: string
  capturedAt: string
  width: number | null
  height: number | null
  /** 320 px JPEG for lists; the original stays untouched in its own row. */
  thumb: ArrayBuffer | null
  /** An upload was begun: the server may hold a part already. */
  begun: boolean
  refusal: Refusal | null
  /** Deposited: the server has every byte. */
  receipt?: boolean
  /** A signed change names it. */
  named?: boolean
}

export interface PhotoRow {
  id: string
  record: string
  person: string
  state: PhotoState
  size: number
  /** Bytes the server has confirmed. */
  sent: number
  created_at: string
  updated_at: string
  body: PhotoBody
}

export interface PhotoBytesRow {
  id: string
  body: ArrayBuffer
}

export interface FeedRow {
  id: string
  person: string
  kind: string
  revision: number
  /** Which full pull brought it; older ones go when a reset pull is complete. */
  pull: string
  body: RecordData
}

export interface MetaRow {
  key: string
  body: unknown
}

/** What a person signs with on this phone. The browser's own object: nobody can read the private half. */
export interface KeyRow {
  person: string
  device: string
  key_id: string
  public_key: string
  private_key: CryptoKey
}

/** A signed payload that never left this phone. */
export interface Voided {
  sha256: string
  previous: string | null
}

/** Where the chain of what a person signed here stands. */
export interface ChainRow {
  person: string
  key_id: string
  /** SHA-256 of the last payload, null before the first. */
  previous: string | null
  seq: number
  /** To be named by the next payload. */
  voided: Voided[]
}
