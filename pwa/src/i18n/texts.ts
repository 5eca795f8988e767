/** Texts in a tree, found by `part.name`, with {names} in them and nothing more. */
export type Texts = { [name: string]: string | Texts }
export type Values = Record<string, unknown>

export function textAt(words: Texts | undefined, key: string): string | undefined {
  let found: string | Texts | undefined = words
  for (const name of key.split('.')) {
    if (typeof found !== 'object' || !Object.hasOwn(found, name)) return undefined
    found = found[name]
  }
  return typeof found === 'string' ? found : undefined
}

export function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
