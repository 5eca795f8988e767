import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const sources = import.meta.glob<string>('../**/*.vue', {
  eager: true,
  query: '?raw',
  import: 'default',
})
const OF_DESK =
  /^(\.\/CopyLine|\.\.\/desk|\.\.\/rooms\/(maps|(accounts|zones|places|plans|reviews)\/desk|administration|quarantine|figures|organisations))[/.]/
const names = [
  ...readFileSync('src/ui/deskIcons.ts', 'utf8').matchAll(/^ {2}'?([\w-]+)'?: lines/gm),
].map((match) => match[1]!)

it('pages that open without the desk show none of its drawings', () => {
  const outside = Object.entries(sources).filter(([path]) => !OF_DESK.test(path))
  expect(outside.length).toBeGreaterThan(50)
  expect(names).toContain('merge')
  for (const [path, text] of outside)
    for (const name of names)
      expect(new RegExp(`name="${name}"|'${name}'`).test(text), `${path}: ${name}`).toBe(false)
})
