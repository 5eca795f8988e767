/**
 * The data key once more, for the office: who has forgotten the PIN loses no work. ECDH P-256 with a key pair made for
 * this wrap alone, HKDF-SHA-256, AES-256-GCM. Only the holder of the office's private key opens it.
 */
import type { OfficeWrap } from './types'

export interface OfficeKey {
  id: string
  /** SPKI, base64url. */
  public_key: string
}

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const

export function toBase64url(bytes: ArrayBuffer | Uint8Array): string {
  const text = String.fromCharCode(...new Uint8Array(bytes as ArrayBuffer))
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(bytes, (one) => one.charCodeAt(0))
}

async function agreed(own: CryptoKey, theirs: CryptoKey, info: Uint8Array<ArrayBuffer>) {
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256)
  const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info }
  return crypto.subtle.deriveKey(hkdf, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt'])
}

export async function wrapForOffice(
  raw: Uint8Array<ArrayBuffer>,
  of: Pick<OfficeWrap, 'person' | 'device' | 'key'>,
  office: OfficeKey,
): Promise<OfficeWrap> {
  const { person, device, key } = of
  const theirs = await crypto.subtle.importKey(
    'spki',
    fromBase64url(office.public_key),
    CURVE,
    false,
    [],
  )
  const pair = await crypto.subtle.generateKey(CURVE, false, ['deriveBits'])
  const bound = `quanxun data key 2|${office.id}|${person}|${device}|${key}`
  const info = new TextEncoder().encode(bound)
  const by = await agreed(pair.privateKey, theirs, info)
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const how = { name: 'AES-GCM', iv: nonce, additionalData: info }
  const sealed = await crypto.subtle.encrypt(how, by, raw)
  return {
    v: 2,
    office: office.id,
    person,
    device,
    key,
    ephemeral: toBase64url(await crypto.subtle.exportKey('spki', pair.publicKey)),
    nonce: toBase64url(nonce),
    sealed: toBase64url(sealed),
  }
}
