/** A body as it lies on the disk: which key sealed it, and the sealed bytes with their nonce before them. */
export interface Envelope {
  key: string
  bytes: Uint8Array<ArrayBuffer>
}

export function isEnvelope(body: unknown): body is Envelope {
  const one = body as Envelope | null | undefined
  return typeof one?.key === 'string' && ArrayBuffer.isView(one.bytes)
}
