/** Facts of the phone, not of a person: read before anybody has unlocked it. Everything else is sealed. */
const OF_THE_PHONE = ['clock', 'qx.device', 'qx.who', 'catalogue', 'districts']

/** Wrapped data keys, by person. What they hold is sealed by the PIN itself. */
export const VAULT = 'vault:'

export function staysOpen(table: string, row: Record<string, unknown>): boolean {
  const key = String(row.key)
  return table === 'meta' && (OF_THE_PHONE.includes(key) || key.startsWith(VAULT))
}
