/** The three stops of the bottom sheet. Pure. */
export type Stop = 'peek' | 'half' | 'full'

export const STOPS: Stop[] = ['peek', 'half', 'full']
export const SHEET_HEIGHT: Record<Stop, string> = { peek: '168px', half: '52%', full: '94%' }

const PEEK_PX = 168

function heightIn(room: number, stop: Stop): number {
  return stop === 'peek' ? PEEK_PX : (Number.parseFloat(SHEET_HEIGHT[stop]) / 100) * room
}

export function nearestStop(height: number, room: number): Stop {
  const away = (stop: Stop) => Math.abs(heightIn(room, stop) - height)
  return STOPS.reduce((best, stop) => (away(stop) < away(best) ? stop : best))
}

export function nextStop(stop: Stop): Stop {
  return STOPS[(STOPS.indexOf(stop) + 1) % STOPS.length]!
}
