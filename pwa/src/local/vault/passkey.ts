/**
 * The data key once more, under what this phone's own lock guards: a passkey gives the same 32 bytes for the same salt
 * (WebAuthn, extension `prf`), and only after finger, face or screen lock. No server takes part: nothing is proved to
 * anybody, so the challenge is random and the signature is not looked at. Wrong bytes open nothing.
 */
import { KEY_BYTES, open, randomBytes, seal } from './cipher'
import type { PasskeyWrap, Vault } from './types'

type Whose = Pick<Vault, 'person' | 'key'>

/** This authenticator has no `prf`: it cannot be a way in. */
export class NoPrf extends Error {}

const ALGORITHMS = [-7, -257]
const NAME = '犬巡 Quanxun'

const bound = ({ person, key }: Whose) =>
  new TextEncoder().encode(JSON.stringify(['passkey', person, key]))

/** Passkeys are for names: a server that is reached by its address cannot have any. */
const hasName = (host: string) => !/^[\d.]+$|:/.test(host)

/** Whether this browser on this phone says that it can. Nothing is offered on a guess. */
export async function passkeysWork(): Promise<boolean> {
  if (!globalThis.isSecureContext || !hasName(location.hostname)) return false
  const ask = globalThis.PublicKeyCredential?.getClientCapabilities?.bind(PublicKeyCredential)
  const can = ((await ask?.().catch(() => undefined)) ?? {}) as Record<string, boolean>
  return can['extension:prf'] === true && can.userVerifyingPlatformAuthenticator === true
}

const prfOf = (found: Credential | null) =>
  (found as PublicKeyCredential | null)?.getClientExtensionResults().prf

async function asked(credential: BufferSource, salt: BufferSource): Promise<Uint8Array> {
  const found = await navigator.credentials.get({
    publicKey: {
      challenge: randomBytes(32),
      allowCredentials: [{ type: 'public-key', id: credential }],
      userVerification: 'required',
      extensions: { prf: { eval: { first: salt } } },
    },
  })
  const first = prfOf(found)?.results?.first
  if (!first) throw new NoPrf()
  return new Uint8Array(first as ArrayBuffer)
}

async function keyFrom(secret: Uint8Array, { person, key }: Whose): Promise<Uint8Array> {
  const from = await crypto.subtle.importKey('raw', Uint8Array.from(secret), 'HKDF', false, [
    'deriveBits',
  ])
  const info = new TextEncoder().encode(`quanxun data key passkey 1|${person}|${key}`)
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info }
  return new Uint8Array(await crypto.subtle.deriveBits(hkdf, from, KEY_BYTES * 8))
}

async function made(salt: BufferSource): Promise<PublicKeyCredential> {
  const found = await navigator.credentials.create({
    publicKey: {
      rp: { name: NAME },
      user: { id: randomBytes(16), name: NAME, displayName: NAME },
      challenge: randomBytes(32),
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: {
        authenticatorAttachment: 'platform',
        residentKey: 'required', // on Android only these have `prf`
        userVerification: 'required',
      },
      extensions: { prf: { eval: { first: salt } } },
    },
  })
  if (!prfOf(found)?.enabled) throw new NoPrf()
  return found as PublicKeyCredential
}

/** A new passkey of this phone, and the data key wrapped for it. Some tell what `prf` gives only when asked again. */
export async function wrapByPasskey(raw: Uint8Array, whose: Whose): Promise<PasskeyWrap> {
  const salt = randomBytes(32)
  const found = await made(salt)
  const credential = new Uint8Array(found.rawId)
  const first = prfOf(found)?.results?.first
  const secret = first ? new Uint8Array(first as ArrayBuffer) : await asked(credential, salt)
  return { credential, salt, bytes: seal(await keyFrom(secret, whose), raw, bound(whose)) }
}

/** Throws when the person was not recognised, or the passkey is gone. */
export async function unwrapByPasskey(wrap: PasskeyWrap, whose: Whose): Promise<Uint8Array> {
  const secret = await asked(wrap.credential, wrap.salt)
  return open(await keyFrom(secret, whose), wrap.bytes, bound(whose))
}
