/** The fields of a kept item as lines that somebody can mend: text as it is, everything else as JSON. Pure. */
export interface Line {
  field: string
  text: string
  /** It was no text, and must stay readable as JSON. */
  json: boolean
}

export function linesOf(data: unknown): Line[] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return []
  return Object.entries(data).map(([field, value]) => ({
    field,
    text: typeof value === 'string' ? value : JSON.stringify(value, null, 1),
    json: typeof value !== 'string',
  }))
}

/** Fields whose text is no JSON any more. */
export function unreadable(lines: readonly Line[]): string[] {
  return lines.filter((line) => line.json && read(line) === undefined).map(({ field }) => field)
}

export function dataOf(lines: readonly Line[]): Record<string, unknown> {
  return Object.fromEntries(lines.map((line) => [line.field, read(line)]))
}

function read({ text, json }: Line): unknown {
  if (!json) return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
