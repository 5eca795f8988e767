/**
 * A body as bytes: the length of its JSON, the JSON, then every ArrayBuffer of it one after the other.
 * The JSON is [value, where each buffer stood and how long it is].
 */
type Place = [path: (string | number)[], size: number]

const isBuffer = (value: unknown): value is ArrayBuffer =>
  Object.prototype.toString.call(value) === '[object ArrayBuffer]'

const isPlain = (value: object) =>
  Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]'

function take(value: unknown, path: Place[0], places: Place[], buffers: ArrayBuffer[]): unknown {
  if (isBuffer(value)) {
    places.push([path, value.byteLength])
    buffers.push(value)
    return null
  }
  if (typeof value !== 'object' || value === null) return value
  if (!isPlain(value)) throw new TypeError(`cannot be sealed: ${path.join('.')}`)
  const inside = (key: string | number, one: unknown) => take(one, [...path, key], places, buffers)
  if (Array.isArray(value)) return value.map((one, index) => inside(index, one))
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inside(key, one)]))
}

export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  const places: Place[] = []
  const buffers: ArrayBuffer[] = []
  const text = new TextEncoder().encode(
    JSON.stringify([take(value, [], places, buffers) ?? null, places]),
  )
  const size = buffers.reduce((sum, one) => sum + one.byteLength, 4 + text.length)
  const packed = new Uint8Array(size)
  new DataView(packed.buffer).setUint32(0, text.length)
  packed.set(text, 4)
  let at = 4 + text.length
  for (const one of buffers) {
    packed.set(new Uint8Array(one), at)
    at += one.byteLength
  }
  return packed
}

function putBack(root: { value: unknown }, path: Place[0], buffer: ArrayBuffer): void {
  let holder = root as unknown as Record<string, unknown>
  let name: string | number = 'value'
  for (const step of path) {
    holder = holder[name] as Record<string, unknown>
    name = step
  }
  holder[name] = buffer
}

export function unpack(packed: Uint8Array): unknown {
  const size = new DataView(packed.buffer, packed.byteOffset).getUint32(0)
  const text = new TextDecoder().decode(packed.subarray(4, 4 + size))
  const [value, places] = JSON.parse(text) as [unknown, Place[]]
  const root = { value }
  let at = 4 + size
  for (const [path, length] of places) {
    putBack(root, path, packed.slice(at, at + length).buffer)
    at += length
  }
  return root.value
}
