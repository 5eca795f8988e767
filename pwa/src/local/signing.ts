/**
 * Signing what is saved. The browser signs only outside of a transaction of its database, and what is to be signed shows
 * only inside: so the work is tried, undone when a signature is missing, and tried again with it. When another tab has saved
 * something meanwhile, the text is another one, and is signed anew.
 */
import { v7 as uuidv7 } from 'uuid'
import type { Table } from 'dexie'
import { knownClock, localInstant, type KnownClock } from './clock'
import { db } from './db'
import { base64url, knownKey, signingKey } from './keys'
import type { ChainRow, KeyRow, OutboxRow, Voided } from './rows'
import { withoutKeeper } from './states'

const TRIES = 20
const LONGEST = 64 * 1024
/** Tracks are soon deleted and prove nothing to anybody. */
const UNSIGNED_KINDS = ['track']
const BOOT = uuidv7()
const ALGORITHM = { name: 'ECDSA', hash: 'SHA-256' } as const

interface Seal {
  signature: string
  digest: string
}

class SignatureMissing extends Error {
  constructor(readonly payload: string) {
    super('signature missing')
  }
}

/** What is fixed when somebody saves, however often the work is tried. */
export interface Pen {
  changeId: string
  clock: KnownClock | null
  savedAt: string
  monotonicMs: number
  key: KeyRow | null
  seals: Map<string, Seal>
}

type Unsigned = Omit<OutboxRow, 'seq' | 'body'> & { body: Omit<OutboxRow['body'], 'evidence'> }

type Proof = Pick<OutboxRow['body'], 'evidence' | 'digest'>

const hex = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

async function seal(key: KeyRow, payload: string): Promise<Seal> {
  const bytes = new TextEncoder().encode(payload)
  const signature = await crypto.subtle.sign(ALGORITHM, key.private_key, bytes)
  return {
    signature: base64url(signature),
    digest: hex(await crypto.subtle.digest('SHA-256', bytes)),
  }
}

/** Most often both are here already: then they are read at once. */
async function clockAndKey(person: string): Promise<Pick<Pen, 'clock' | 'key'>> {
  const read = async () => ({ clock: await knownClock(), key: await knownKey(person) })
  const known = await db.transaction('r', db.meta, db.keys, read).catch(() => null)
  if (known?.key) return { clock: known.clock, key: known.key }
  return { clock: await knownClock(), key: await signingKey(person) }
}

async function newPen(person: string): Promise<Pen> {
  return {
    ...(await clockAndKey(person)),
    changeId: uuidv7(),
    savedAt: localInstant(),
    monotonicMs: performance.now(),
    seals: new Map(),
  }
}

/** A colleague on the same phone signs theirs. */
function ownPhotos({ person, record }: Pick<OutboxRow, 'person' | 'record'>) {
  return db.photos.where({ record }).filter((photo) => photo.person === person)
}

async function photosOf(change: Unsigned): Promise<{ id: string; sha256: string }[]> {
  const rows = await ownPhotos(change).sortBy('created_at')
  return rows.map(({ id, body }) => ({ id, sha256: body.sha256 }))
}

/** Photos that came to a record after it was saved: they are signed with a change of their own. */
export async function unnamedPhotos(
  person: string,
  record: string,
  { key }: Pen,
): Promise<boolean> {
  const unnamed = ownPhotos({ person, record }).and((photo) => !photo.body.named)
  return key !== null && (await unnamed.count()) > 0
}

/** Where the chain of this key stands; a new key begins a new one. */
async function headOf({ person, key_id }: KeyRow): Promise<ChainRow> {
  const known = await db.chains.get(person)
  return known?.key_id === key_id ? known : { person, key_id, previous: null, seq: 0, voided: [] }
}

async function payloadOf(change: Unsigned, pen: Pen, key: KeyRow, head: ChainRow): Promise<string> {
  const { change_id, record: id, kind, op, base, base_change, after, person, body } = change
  return JSON.stringify({
    v: 1,
    change_id,
    id,
    kind,
    op,
    base,
    base_change,
    after,
    author_id: person,
    device_id: key.device,
    captured_at: body.capturedAt,
    saved_at: pen.savedAt,
    clock_offset_ms: pen.clock?.offset_ms ?? null,
    clock_known_at: pen.clock?.at ?? null,
    monotonic_ms: pen.monotonicMs,
    boot_id: BOOT,
    photos: await photosOf(change),
    previous: head.previous,
    seq: head.seq + 1,
    ...(head.voided.length ? { voided: head.voided } : {}),
    data: withoutKeeper(body.data),
  })
}

/** What goes with a change, inside the caller's transaction; the chain goes on from it. */
export async function evidenceOf(change: Unsigned, pen: Pen): Promise<Proof> {
  const clock_offset_ms = pen.clock?.offset_ms ?? null
  const plain = { evidence: clock_offset_ms === null ? null : { clock_offset_ms } }
  const { key } = pen
  if (!key || UNSIGNED_KINDS.includes(change.kind)) return plain
  const head = await headOf(key)
  const payload = await payloadOf(change, pen, key, head)
  if (payload.length * 3 > LONGEST && new TextEncoder().encode(payload).length > LONGEST)
    return plain
  const known = pen.seals.get(payload)
  if (!known) throw new SignatureMissing(payload)
  const { signature, digest } = known
  await db.chains.put({ ...head, previous: digest, seq: head.seq + 1, voided: [] })
  await ownPhotos(change).modify((photo) => void (photo.body = { ...photo.body, named: true }))
  return {
    evidence: { clock_offset_ms, signed: { key_id: key.key_id, payload, signature } },
    digest,
  }
}

/** A change that goes without ever having left: the next payload names it, and all that it named. Inside a transaction. */
export async function noteVoided({ person, body }: OutboxRow): Promise<void> {
  const { signed } = body.evidence ?? {}
  const head = signed && (await db.chains.get(person))
  if (!signed || !head || head.key_id !== signed.key_id || body.tried || !body.digest) return
  const said = JSON.parse(signed.payload) as { previous: string | null; voided?: Voided[] }
  const gone = [...(said.voided ?? []), { sha256: body.digest, previous: said.previous }]
  await db.chains.put({ ...head, voided: [...head.voided, ...gone] })
}

/** One transaction in which one change may be signed. */
export async function signing<T>(
  person: string,
  tables: Table[],
  work: (pen: Pen) => Promise<T>,
): Promise<T> {
  const pen = await newPen(person)
  const all = [...new Set<Table>([...tables, db.photos, db.chains])]
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction('rw', all, async () => work(pen))
    } catch (error) {
      if (!(error instanceof SignatureMissing) || !pen.key) throw error
      const made = tries < TRIES ? await seal(pen.key, error.payload).catch(() => null) : null
      if (made) pen.seals.set(error.payload, made)
      else pen.key = null
    }
  }
}

/** Whether all that was saved here of a record is signed; null when nothing was. */
export async function signedHere(
  person: string,
  record: string,
): Promise<'signed' | 'unsigned' | null> {
  const key = [person, record]
  const waiting = await db.outbox.where('[person+record]').equals(key).toArray()
  const sent = await db.sent.where('[person+record]').equals(key).toArray()
  const changes = [...waiting, ...sent]
  if (!changes.length) return null
  return changes.every(({ body }) => body.evidence?.signed) ? 'signed' : 'unsigned'
}
