/** The data key of the person who has unlocked this page. In memory only: a reload asks for the PIN again. */
export interface DataKey {
  person: string
  id: string
  seal: (plain: Uint8Array, bound: Uint8Array) => Uint8Array<ArrayBuffer>
  /** Throws when the bytes, the key or what they are bound to are not those of the sealing. */
  open: (sealed: Uint8Array, bound: Uint8Array) => Uint8Array
}

let held: DataKey | null = null

export const heldKey = (): DataKey | null => held

export function holdKey(key: DataKey | null): void {
  held = key
}

/** Nothing of a person is written while their data key is not open. */
export class Locked extends Error {}

/** What lies in the database is not what this phone sealed. */
export class Tampered extends Error {}
