/** Marks as bitmaps for the map, at 1x and 2x, with the white halo that lifts them off any ground. */
import {
  FAMILIES,
  type Family,
  familyOf,
  GLYPH_FROM_PX,
  type Kind,
  kindOf,
  MARK_BOX,
} from './kinds'
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

interface Drawing {
  edge: number
  token: TokenReader
}

function begin(edge: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = edge
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no 2d canvas')
  const scale = edge / MARK_BOX.size
  context.setTransform(scale, 0, 0, scale, -MARK_BOX.x * scale, -MARK_BOX.y * scale)
  return context
}

function drawShape(context: CanvasRenderingContext2D, family: Family, { token }: Drawing): void {
  const shape = new Path2D(FAMILIES[family].path)
  context.lineJoin = 'round'
  context.lineWidth = HALO
  context.strokeStyle = token('--qx-m-halo')
  context.stroke(shape)
  context.fillStyle = token(FAMILIES[family].fill)
  context.fill(shape)
  context.lineWidth = OUTLINE
  context.strokeStyle = token('--qx-m-outline')
  context.stroke(shape)
}

function drawGlyph(context: CanvasRenderingContext2D, kind: Kind, { token }: Drawing): void {
  const look = FAMILIES[kind.family]
  context.fillStyle = token(look.ink)
  context.font = `700 ${look.glyphSize}px ${token('--qx-font')}`
  context.textAlign = 'center'
  context.fillText(kind.glyph, 16, look.glyphY + look.glyphSize * 0.36)
}

function pixels(context: CanvasRenderingContext2D, edge: number): Sprite {
  return { width: edge, height: edge, data: context.getImageData(0, 0, edge, edge).data }
}

/** One mark as pixels, `size` CSS pixels wide, for a screen of `ratio` device pixels. */
export function markSprite(code: string, size: number, ratio: number, token: TokenReader): Sprite {
  const drawing = { edge: spriteEdge(size, ratio), token }
  const context = begin(drawing.edge)
  drawShape(context, familyOf(code), drawing)
  if (size >= GLYPH_FROM_PX) drawGlyph(context, kindOf(code), drawing)
  return pixels(context, drawing.edge)
}

/** The family's shape alone, for marks below 20 px. */
export function familySprite(
  family: Family,
  size: number,
  ratio: number,
  token: TokenReader,
): Sprite {
  const drawing = { edge: spriteEdge(size, ratio), token }
  const context = begin(drawing.edge)
  drawShape(context, family, drawing)
  return pixels(context, drawing.edge)
}
