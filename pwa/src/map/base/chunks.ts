/**
 * The base map's file on this phone, in pieces: a download that breaks off goes on where it was. It holds nothing of any
 * person, so it lies open, beside the sealed database and not in it.
 */
import Dexie, { type Table } from 'dexie'
import { NetworkError, readRange } from '@/http'

export const PIECE = 1 << 20
export const FILE = '/base-map/file'

interface Piece {
  number: number
  version: string
  bytes: ArrayBuffer
}

class Store extends Dexie {
  pieces!: Table<Piece, number>

  constructor() {
    super('qx-base-map')
    this.version(1).stores({ pieces: 'number, version' })
  }
}

const store = new Store()

export interface File {
  size: number
  version: string
}

const countOf = ({ size }: File) => Math.ceil(size / PIECE)

/** How many octets of this version are here. */
export async function octetsHere(file: File): Promise<number> {
  const numbers = await store.pieces.where('version').equals(file.version).primaryKeys()
  const last = countOf(file) - 1
  return numbers.reduce(
    (sum, number) => sum + (number === last ? file.size - last * PIECE : PIECE),
    0,
  )
}

/** Some octets, when all of them are here. */
export async function octets(
  version: string,
  from: number,
  length: number,
): Promise<ArrayBuffer | null> {
  const first = Math.floor(from / PIECE)
  const last = Math.floor((from + length - 1) / PIECE)
  const pieces = await store.pieces.where('number').between(first, last, true, true).toArray()
  if (pieces.length !== last - first + 1 || pieces.some((one) => one.version !== version))
    return null
  const whole = new Uint8Array(pieces.reduce((sum, one) => sum + one.bytes.byteLength, 0))
  let at = 0
  for (const { bytes } of pieces) {
    whole.set(new Uint8Array(bytes), at)
    at += bytes.byteLength
  }
  const start = from - first * PIECE
  return whole.slice(start, start + length).buffer
}

/** Fetches what is not here yet, oldest piece first. Raises what http.ts raises; what has come stays. */
export async function fetchAll(
  file: File,
  told: (here: number) => void,
  signal: AbortSignal,
): Promise<void> {
  await store.pieces.where('version').notEqual(file.version).delete()
  const here = new Set(await store.pieces.toCollection().primaryKeys())
  let octetsNow = await octetsHere(file)
  for (let number = 0; number < countOf(file); number++) {
    if (here.has(number)) continue
    signal.throwIfAborted()
    const length = Math.min(PIECE, file.size - number * PIECE)
    const { bytes, version } = await readRange(FILE, number * PIECE, length, signal)
    if (version !== file.version || bytes.byteLength !== length)
      throw new NetworkError('another file')
    await store.pieces.put({ number, version: file.version, bytes })
    octetsNow += length
    told(octetsNow)
  }
}

export const forget = (): Promise<void> => store.pieces.clear()
