// @vitest-environment node
import { describe, expect, it } from 'vitest'

const files = import.meta.glob<{ default: object }>('./*/*.ts', { eager: true })
const sources = import.meta.glob<string>(['../**/*.vue', '../**/*.ts', '!../**/*.test.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
})

function keys(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path.slice(1)]
  return Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`))
}

const parts = Object.keys(files).filter((path) => path.startsWith('./zh-CN/'))
const known = new Set(parts.flatMap((path) => keys(files[path]!.default)))

describe.each(parts)('words of %s', (path) => {
  const chinese = files[path]!.default
  const english = files[path.replace('zh-CN', 'en')]?.default

  it('exist in both languages', () => {
    expect(keys(english).sort()).toEqual(keys(chinese).sort())
  })

  it('keep to the wording rules', () => {
    expect(JSON.stringify(chinese)).not.toMatch(/失败|错误|非法|！|!/)
    expect(JSON.stringify(english)).not.toMatch(/!/)
  })
})

it('parts share no top-level key', () => {
  const tops = parts.flatMap((path) => Object.keys(files[path]!.default))
  expect(tops).toEqual([...new Set(tops)])
})

it('every key that the pages name exists', () => {
  const named = Object.values(sources).flatMap((text) =>
    [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map((one) => one[1]!),
  )
  expect([...new Set(named)].filter((key) => !known.has(key))).toEqual([])
})
