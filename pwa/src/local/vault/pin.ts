/** A PIN of six digits as a key: argon2id, slow on purpose. */
import { argon2id } from 'hash-wasm'
import { KEY_BYTES, open, randomBytes, seal } from './cipher'
import type { PinWrap, Vault } from './types'

/** Measured: 0.35 s in Chromium slowed down four times. Kept in each wrap, so that later ones may cost more. */
const COST = { memoryKiB: 19_456, iterations: 3 }

const bound = (person: string, key: string) =>
  new TextEncoder().encode(JSON.stringify(['pin', person, key]))

function stretched(pin: string, cost: Omit<PinWrap, 'bytes'>): Promise<Uint8Array> {
  return argon2id({
    password: pin,
    salt: cost.salt,
    memorySize: cost.memoryKiB,
    iterations: cost.iterations,
    parallelism: 1,
    hashLength: KEY_BYTES,
    outputType: 'binary',
  })
}

export async function wrapByPin(
  pin: string,
  person: string,
  key: string,
  raw: Uint8Array,
): Promise<PinWrap> {
  const cost = { ...COST, salt: randomBytes(16) }
  return { ...cost, bytes: seal(await stretched(pin, cost), raw, bound(person, key)) }
}

/** The data key, or null when the PIN is another one. */
export async function unwrapByPin(pin: string, vault: Vault): Promise<Uint8Array | null> {
  const by = await stretched(pin, vault.pin)
  try {
    return open(by, vault.pin.bytes, bound(vault.person, vault.key))
  } catch {
    return null
  }
}

const DIGITS = /^[0-9]{6}$/

/** Those that are tried first: one digit, two digits in turn or in blocks, a run up or down, a year twice. */
export function tooSimple(pin: string): boolean {
  if (!DIGITS.test(pin)) return true
  const digits = [...pin].map(Number)
  const steps = digits.slice(1).map((digit, at) => digit - digits[at]!)
  const run = steps.every((step) => step === steps[0])
  return run || new Set(digits).size < 3 || pin.slice(0, 3) === pin.slice(3)
}
