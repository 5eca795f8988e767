/** What is wished of a spot a week, in a stretch of days. Pure. */
export interface SpotWindow {
  days: number
  from: string
  to: string
  incidents: number
  mornings: number
  evenings: number
  others: number
}

const WEEK = 7

/** Down to whole patrols: nobody is behind by a part of one. */
export const wishedIn = (aWeek: number, days: number): number => Math.floor((aWeek * days) / WEEK)
