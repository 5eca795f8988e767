/** Gives the map its marks, and gives them again in the colours of a new theme. */
import type { Map as MapLibre } from 'maplibre-gl'
import { FAMILY_ORDER, KIND_CODES, SITE_CODES } from '@/ui/kinds'
import { familySprite, markSprite, type Sprite } from '@/ui/sprites'
import { tokenReader } from '@/ui/theme'
import { readRing, ringSprite } from './rings'

export const MARK_SIZE = 34
export const DOT_SIZE = 17

function put(map: MapLibre, name: string, sprite: Sprite, pixelRatio: number): void {
  if (map.hasImage(name)) map.updateImage(name, sprite)
  else map.addImage(name, sprite, { pixelRatio })
}

const ratioOf = () => Math.min(2, Math.ceil(devicePixelRatio))

/** What the style names and nobody has drawn yet: a ring, or the mark of a kind this client does not know. */
export function addMissing(map: MapLibre, name: string): void {
  const ring = readRing(name)
  if (ring) put(map, name, ringSprite(ring, ratioOf(), tokenReader()), ratioOf())
  else if (name.startsWith('mark-'))
    put(map, name, markSprite('other', MARK_SIZE, ratioOf(), tokenReader()), ratioOf())
}

/** In another theme they are drawn anew when they are asked for. */
export function forgetRings(map: MapLibre): void {
  for (const name of map.listImages()) if (readRing(name)) map.removeImage(name)
}

export function addSprites(map: MapLibre): void {
  const ratio = ratioOf()
  const token = tokenReader()
  for (const code of [...KIND_CODES, ...SITE_CODES, 'other'])
    put(map, `mark-${code}`, markSprite(code, MARK_SIZE, ratio, token), ratio)
  for (const family of [...FAMILY_ORDER, 'other' as const])
    put(map, `dot-${family}`, familySprite(family, DOT_SIZE, ratio, token), ratio)
}
