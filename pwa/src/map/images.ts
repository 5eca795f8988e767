/** Gives the map its marks, and gives them again in the colours of a new theme. */
import type { Map as MapLibre } from 'maplibre-gl'
import { FAMILY_ORDER, KIND_CODES } from '@/ui/kinds'
import { familySprite, markSprite, type Sprite } from '@/ui/sprites'
import { tokenReader } from '@/ui/theme'

export const MARK_SIZE = 34
export const DOT_SIZE = 17

function put(map: MapLibre, name: string, sprite: Sprite, pixelRatio: number): void {
  if (map.hasImage(name)) map.updateImage(name, sprite)
  else map.addImage(name, sprite, { pixelRatio })
}

export function addSprites(map: MapLibre): void {
  const ratio = Math.min(2, Math.ceil(devicePixelRatio))
  const token = tokenReader()
  for (const code of [...KIND_CODES, 'other'])
    put(map, `mark-${code}`, markSprite(code, MARK_SIZE, ratio, token), ratio)
  for (const family of [...FAMILY_ORDER, 'other' as const])
    put(map, `dot-${family}`, familySprite(family, DOT_SIZE, ratio, token), ratio)
}
