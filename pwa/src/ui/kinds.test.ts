// @vitest-environment node
import { describe, expect, it } from 'vitest'
import chinese from '@/i18n/zh-CN/ui'
import english from '@/i18n/en/ui'
import {
  codesOf,
  FAMILIES,
  FAMILY_ORDER,
  familyOf,
  KIND_CODES,
  kindOf,
  KINDS,
  SITE_CODES,
  SITES,
  markOf,
} from './kinds'

describe('kinds', () => {
  it('gives every kind a character of its own', () => {
    const glyphs = KIND_CODES.map((code) => KINDS[code].glyph)
    expect(new Set(glyphs).size).toBe(KIND_CODES.length)
    expect(glyphs.every((glyph) => glyph.length === 1)).toBe(true)
  })

  it('draws places as signs of their own, each with another character', () => {
    expect(new Set(SITE_CODES.map((code) => SITES[code].glyph)).size).toBe(SITE_CODES.length)
    for (const code of SITE_CODES) expect(kindOf(code).family).toBe('site')
    expect(FAMILY_ORDER).not.toContain('site')
  })

  it('puts every kind into exactly one family of the legend', () => {
    expect(FAMILY_ORDER.flatMap(codesOf).sort()).toEqual([...KIND_CODES].sort())
  })

  it('draws an unknown code as 他 instead of hiding it', () => {
    expect(kindOf('comet')).toEqual({ code: 'other', family: 'other', glyph: '他' })
    expect(kindOf('constructor').code).toBe('other')
    expect(FAMILIES[familyOf('comet')].path).toBeTruthy()
  })

  it('marks a record by its kind first, an incident by its type', () => {
    expect(markOf({ kind: 'capture' })).toBe('stray')
    expect(markOf({ kind: 'persuasion', type: 'unleashed' })).toBe('persuasion')
    expect(markOf({ kind: 'incident', type: 'bite' })).toBe('bite')
    expect(markOf({ kind: 'incident' })).toBe('other')
  })

  it('has a name for every kind and family in both languages', () => {
    for (const { ui } of [chinese, english]) {
      for (const code of [...KIND_CODES, ...SITE_CODES, 'other'] as const)
        expect(ui.kind[code]).toBeTruthy()
      for (const family of FAMILY_ORDER) expect(ui.family[family]).toBeTruthy()
    }
  })
})
