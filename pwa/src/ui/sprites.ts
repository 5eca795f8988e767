/** Marks as bitmaps for the map, at 1x and 2x, with the white halo that lifts them off any ground. */
import { FAMILIES, kindOf, MARK_BOX } from './kinds'
import type { TokenReader } from './theme'

export interface Sprite {
  /** Edge of the square bitmap in device pixels. */
  width: number
  height: number
  data: Uint8ClampedArray<ArrayBuffer>
}

const OUTLINE = 1.6
const HALO = 5

/** Sprites are named by code, so a style can say `['get', 'mark']`. */
export function spriteName(code: string): string {
  return `mark-${kindOf(code).code}`
}

/** Device pixels of a mark of `size` CSS pixels. */
export function spriteEdge(size: number, ratio: number): number {
  return Math.ceil(size * ratio)
}

export function drawMark(
  context: CanvasRenderingContext2D,
  code: string,
  edge: number,
  token: TokenReader,
): void {
  const kind = kindOf(code)
  const look = FAMILIES[kind.family]
  const shape = new Path2D(look.path)
  const scale = edge / MARK_BOX.size
  context.setTransform(scale, 0, 0, scale, -MARK_BOX.x * scale, -MARK_BOX.y * scale)
  context.lineJoin = 'round'
  context.lineWidth = HALO
  context.strokeStyle = token('--qx-m-halo')
  context.stroke(shape)
  context.fillStyle = token(look.fill)
  context.fill(shape)
  context.lineWidth = OUTLINE
  context.strokeStyle = token('--qx-m-outline')
  context.stroke(shape)
  context.fillStyle = token(look.ink)
  context.font = `700 ${look.glyphSize}px ${token('--qx-font')}`
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  context.fillText(kind.glyph, 16, look.glyphY + look.glyphSize * 0.36)
}

/** One mark as pixels, `size` CSS pixels wide, for a screen of `ratio` device pixels. */
export function markSprite(code: string, size: number, ratio: number, token: TokenReader): Sprite {
  const edge = spriteEdge(size, ratio)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = edge
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no 2d canvas')
  drawMark(context, code, edge, token)
  return { width: edge, height: edge, data: context.getImageData(0, 0, edge, edge).data }
}
