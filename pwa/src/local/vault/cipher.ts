/** A data key at work: XChaCha20-Poly1305, whose nonces are long enough to be drawn at random. */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import type { DataKey } from '../sealing/keys'

const NONCE = 24
const TAG = 16
export const KEY_BYTES = 32

export function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(size))
}

/** Nonce, then ciphertext and tag. */
export function seal(
  key: Uint8Array,
  plain: Uint8Array,
  bound: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(NONCE + plain.length + TAG)
  const nonce = randomBytes(NONCE)
  out.set(nonce)
  xchacha20poly1305(key, nonce, bound).encrypt(plain, out.subarray(NONCE))
  return out
}

export function open(key: Uint8Array, sealed: Uint8Array, bound: Uint8Array): Uint8Array {
  return xchacha20poly1305(key, sealed.subarray(0, NONCE), bound).decrypt(sealed.subarray(NONCE))
}

export function dataKey(person: string, id: string, raw: Uint8Array): DataKey {
  return {
    person,
    id,
    seal: (plain, bound) => seal(raw, plain, bound),
    open: (sealed, bound) => open(raw, sealed, bound),
  }
}
