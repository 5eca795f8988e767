export const LEVELS = ['city', 'county', 'street', 'community'] as const
export type Level = (typeof LEVELS)[number]

/** Enough of an organisation to look below it. */
export interface Place {
  id: string
  name: string
  level: string
}

export interface Organisation extends Place {
  level: Level
  parent_id: string | null
  path: string
}

/** The level below one; below nothing known, whatever comes first. */
export function belowOf(level: string | undefined): Level | undefined {
  const at = LEVELS.findIndex((one) => one === level)
  return at < 0 ? undefined : LEVELS[at + 1]
}
