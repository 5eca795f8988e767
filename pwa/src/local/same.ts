/** Whether two values say the same: the order of names and what is left empty do not matter. */
const nothing = (value: unknown) => value === undefined || value === null || value === ''

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .filter(([, one]) => !nothing(one))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => [name, canonical(one)])
}

export function sameValue(a: unknown, b: unknown): boolean {
  if (nothing(a) || nothing(b)) return nothing(a) && nothing(b)
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b))
}
