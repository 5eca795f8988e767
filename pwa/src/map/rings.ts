/** The mark of a cluster: a ring that shows how its records divide among the families, with room for a number. */
import { FAMILIES, type Family } from '@/ui/kinds'
import type { Sprite } from '@/ui/sprites'
import type { TokenReader } from '@/ui/theme'

/** Diameters in CSS pixels for a few, for tens and for hundreds or more. */
export const RING_SIZES = [30, 38, 46] as const
/** The order in which the server tells the shares, each in twelfths as one digit up to c. */
export const SHARE_ORDER: readonly Family[] = [
  'walk',
  'paper',
  'tidy',
  'danger',
  'place',
  'stray',
  'persuasion',
  'other',
]
const NAME = /^ring-(\d+)-([0-9a-c]{8})$/
const TWELFTH = Math.PI / 6
const TOP = -Math.PI / 2

export const ringName = (size: number, shares: string) => `ring-${size}-${shares}`

export interface Ring {
  size: number
  shares: readonly { family: Family; twelfths: number }[]
}

export function readRing(name: string): Ring | null {
  const match = NAME.exec(name)
  if (!match) return null
  const twelfths = [...match[2]!].map((digit) => Number.parseInt(digit, 16))
  const shares = SHARE_ORDER.map((family, at) => ({ family, twelfths: twelfths[at]! }))
  return { size: Number(match[1]), shares: shares.filter((share) => share.twelfths > 0) }
}

function canvasOf(edge: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = edge
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no 2d canvas')
  return context
}

export function ringSprite({ size, shares }: Ring, ratio: number, token: TokenReader): Sprite {
  const edge = Math.ceil((size + 4) * ratio)
  const context = canvasOf(edge)
  context.scale(ratio, ratio)
  const middle = (size + 4) / 2
  const radius = size / 2
  const disc = (r: number, colour: string) => {
    context.beginPath()
    context.arc(middle, middle, r, 0, 2 * Math.PI)
    context.fillStyle = colour
    context.fill()
  }
  disc(radius + 2, token('--qx-m-halo'))
  disc(radius, token('--qx-m-outline'))
  let from = TOP
  for (const { family, twelfths } of shares) {
    const to = from + twelfths * TWELFTH
    context.beginPath()
    context.moveTo(middle, middle)
    context.arc(middle, middle, radius - 1, from, to)
    context.closePath()
    context.fillStyle = token(FAMILIES[family].fill)
    context.fill()
    from = to
  }
  disc(radius * 0.68, token('--qx-m-outline'))
  disc(radius * 0.68 - 1, token('--qx-surface'))
  return { width: edge, height: edge, data: context.getImageData(0, 0, edge, edge).data }
}
