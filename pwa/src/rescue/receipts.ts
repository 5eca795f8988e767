/** The receipt of a rescue file: signed by the office, believed only then. */
import type { OfficeKey } from '@/device/office'
import { http, postBytes, setCsrfToken } from '@/http'
import { noteReceipts } from '@/local/deposits'
import { fromBase64url, utf8 } from './bytes'

export interface SignedReceipt {
  receipt: string
  signature: string
}

export interface Report {
  complete: boolean
  /** `sha256`: of the signed text, of the photo. */
  changes: { change_id: string | null; status: string; sha256: string; receipt: string | null }[]
  photos: { id: string; sha256: string; status: string }[]
}

export class NotAReceipt extends Error {}

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** What the office has said. Throws NotAReceipt. */
export async function checked(office: OfficeKey, text: string): Promise<Report> {
  try {
    const { receipt, signature } = JSON.parse(text) as SignedReceipt
    const spki = fromBase64url(office.receipt_key)
    const key = await crypto.subtle.importKey('spki', spki, CURVE, false, ['verify'])
    const how = { name: 'ECDSA', hash: 'SHA-256' }
    if (await crypto.subtle.verify(how, key, fromBase64url(signature), utf8(receipt)))
      return JSON.parse(receipt) as Report
  } catch (cause) {
    throw new NotAReceipt('unreadable', { cause })
  }
  throw new NotAReceipt('not signed by the office')
}

/** What of a file the office has. */
export function safeIn({ changes, photos }: Report) {
  return {
    changes: changes.flatMap(({ change_id, receipt, sha256 }) =>
      change_id && receipt ? [{ change_id, receipt, sha256 }] : [],
    ),
    photos: photos.filter(({ status }) => status === 'complete'),
  }
}

/** Opens a receipt on the phone that the file came from. */
export async function take(office: OfficeKey, text: string): Promise<Report> {
  const report = await checked(office, text)
  await noteReceipts(safeIn(report))
  return report
}

/** Hands in a file for whoever made it. The session is asked first: it brings the token that a write needs. */
export async function carry(file: Blob): Promise<SignedReceipt> {
  const { csrf_token } = await http.get<{ csrf_token: string }>('/session')
  setCsrfToken(csrf_token)
  return postBytes<SignedReceipt>('/deposit/rescue', file)
}
