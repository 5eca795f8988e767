/** How a person's data key lies on this phone. Open to be read: everything in it is sealed or needed before the PIN. */
export interface PinWrap {
  salt: Uint8Array<ArrayBuffer>
  memoryKiB: number
  iterations: number
  /** The data key, sealed under argon2id(PIN, salt). */
  bytes: Uint8Array<ArrayBuffer>
}

/** The data key for the office, base64url: docs/decisions, "The phone at rest". */
export interface OfficeWrap {
  /** 1: bound to no device, for rescue files only. */
  v: 1 | 2
  office: string
  person: string
  /** A phone that was revoked gets nothing opened, whoever sends its wrap from elsewhere. */
  device: string
  key: string
  ephemeral: string
  nonce: string
  sealed: string
}

/** The data key, sealed under what a passkey of this phone gives for the salt. */
export interface PasskeyWrap {
  credential: Uint8Array<ArrayBuffer>
  salt: Uint8Array<ArrayBuffer>
  bytes: Uint8Array<ArrayBuffer>
}

export interface Vault {
  v: 1
  person: string
  key: string
  pin: PinWrap
  office: OfficeWrap | null
  /** A second way to unlock, where the person wanted it. */
  passkey?: PasskeyWrap | null
  /** What the person lets the locked phone show, or nothing. */
  label: string
  createdAt: string
  /** Wrong tries since the last right one. */
  wrong: number
  /** No try before this instant. */
  waitUntil: number
  /** Rows of an older version have all been sealed. */
  settled: boolean
}
