/** A rescue file, encrypted to the office piece by piece: docs/sync.md, "Rescue file". WebCrypto only. */
import type { OfficeKey } from '@/device/office'
import { fromBase64url, toBase64url, utf8 } from './bytes'

export interface Entry {
  said: object
  /** What belongs to it: a photo, a sealed row. */
  content?: ArrayBuffer
}

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const JSON_FRAME = 1
const BYTES_FRAME = 2
const PIECE = 1024 * 1024

async function agreed(own: CryptoKey, office: OfficeKey, head: string): Promise<CryptoKey> {
  const spki = fromBase64url(office.public_key)
  const theirs = await crypto.subtle.importKey('spki', spki, CURVE, false, [])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256)
  const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: utf8(head) }
  return crypto.subtle.deriveKey(hkdf, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt'])
}

function framed(kind: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const plain = new Uint8Array(content.length + 1)
  plain[0] = kind
  plain.set(content, 1)
  return plain
}

/** The number of a frame as 12 bytes, big endian. */
function nonce(number: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12)
  new DataView(bytes.buffer).setUint32(8, number)
  return bytes
}

async function sealed(
  key: CryptoKey,
  number: number,
  plain: Uint8Array<ArrayBuffer>,
  last: boolean,
): Promise<Blob> {
  const flag = Uint8Array.of(last ? 1 : 0)
  const how = { name: 'AES-GCM', iv: nonce(number), additionalData: flag }
  const bytes = await crypto.subtle.encrypt(how, key, plain)
  const size = new Uint8Array(4)
  new DataView(size.buffer).setUint32(0, bytes.byteLength)
  return new Blob([size, flag, bytes])
}

function* pieces({ said, content }: Entry): Generator<Uint8Array<ArrayBuffer>> {
  yield framed(JSON_FRAME, utf8(JSON.stringify(said)))
  for (let at = 0; content && at < content.byteLength; at += PIECE) {
    const size = Math.min(PIECE, content.byteLength - at)
    yield framed(BYTES_FRAME, new Uint8Array(content, at, size))
  }
}

/** Each piece becomes a Blob of its own, which the browser may lay on the disk: memory holds one at a time. */
export async function rescueFile(
  office: OfficeKey,
  entries: AsyncIterable<Entry>,
  progress: (done: number) => void = () => {},
): Promise<Blob> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['deriveBits'])
  const ephemeral = toBase64url(await crypto.subtle.exportKey('spki', pair.publicKey))
  const made_at = new Date().toISOString()
  const head = `QXRESCUE1 ${JSON.stringify({ office: office.id, ephemeral, made_at })}`
  const key = await agreed(pair.privateKey, office, head)
  const parts: Blob[] = [new Blob([`${head}\n`])]
  const add = async (plain: Uint8Array<ArrayBuffer>, last = false) =>
    parts.push(await sealed(key, parts.length - 1, plain, last))
  let done = 0
  for await (const entry of entries) {
    for (const plain of pieces(entry)) await add(plain)
    progress((done += 1))
  }
  await add(framed(JSON_FRAME, utf8('{"end":true}')), true)
  return new Blob(parts, { type: 'application/octet-stream' })
}
