/** Where a photo lies in the viewer: scale and shift in pixels from the middle. Pure. */
export interface Lie {
  scale: number
  x: number
  y: number
}

export const FITTED: Lie = { scale: 1, x: 0, y: 0 }
export const CLOSEST = 8

interface Size {
  width: number
  height: number
}

function within(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value))
}

/** The photo never leaves the screen: its edge may come to the edge, no farther. */
export function bounded({ scale, x, y }: Lie, room: Size): Lie {
  const mostX = ((scale - 1) * room.width) / 2
  const mostY = ((scale - 1) * room.height) / 2
  return { scale, x: within(x, mostX), y: within(y, mostY) }
}

/** Scales about a point (pixels from the middle), which stays where it is. */
export function zoomed(lie: Lie, factor: number, about: { x: number; y: number }, room: Size): Lie {
  const scale = Math.max(1, Math.min(CLOSEST, lie.scale * factor))
  const change = scale / lie.scale
  const x = about.x - (about.x - lie.x) * change
  const y = about.y - (about.y - lie.y) * change
  return bounded({ scale, x, y }, room)
}

export function shifted(lie: Lie, by: { x: number; y: number }, room: Size): Lie {
  return bounded({ ...lie, x: lie.x + by.x, y: lie.y + by.y }, room)
}

/** How far from the middle of its pane a place lies, when panes of a length follow one another. */
export function inPane(at: number, length: number): number {
  return (((at % length) + length) % length) - length / 2
}
