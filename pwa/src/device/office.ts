/** The office's public keys, kept for the day without a network. Nothing of them is secret. */
export interface OfficeKey {
  id: string
  /** P-256, SPKI, base64url: what is to be rescued is encrypted to it. */
  public_key: string
  /** P-256, SPKI, base64url: signs receipts. */
  receipt_key: string
}

const KEY = 'qx.office'

export function rememberOffice(key: OfficeKey | null | undefined): void {
  if (key) localStorage.setItem(KEY, JSON.stringify(key))
}

export function officeKey(): OfficeKey | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as OfficeKey | null
  } catch {
    return null
  }
}
