// @vitest-environment node
import { describe, expect, it } from 'vitest'

const files = import.meta.glob<{ default: object }>(
  './*/{desk,maps,zones,administration,programs,quarantine,map,ui}.ts',
  {
    eager: true,
  },
)

function keys(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`))
}

const of = (language: string, part: string) => files[`./${language}/${part}.ts`]!.default

describe.each(['desk', 'maps', 'zones', 'administration', 'programs', 'quarantine', 'map', 'ui'])(
  'words of %s',
  (part) => {
    it('exist in both languages', () => {
      expect(keys(of('en', part)).sort()).toEqual(keys(of('zh-CN', part)).sort())
    })

    it('keep to the wording rules', () => {
      expect(JSON.stringify(of('zh-CN', part))).not.toMatch(/失败|错误|非法|！|!/)
    })
  },
)
