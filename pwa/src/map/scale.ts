/** The scale bar: the longest round distance that fits. Pure. */

const EARTH = 40_075_016.686
const TILE = 512

export function metresPerPixel(lat: number, zoom: number): number {
  return (EARTH * Math.cos((lat * Math.PI) / 180)) / (TILE * 2 ** zoom)
}

export interface ScaleBar {
  metres: number
  pixels: number
  text: string
}

function roundDown(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres))
  const lead = metres / power
  return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power
}

export function scaleBar(lat: number, zoom: number, widest: number): ScaleBar {
  const perPixel = metresPerPixel(lat, zoom)
  const metres = roundDown(perPixel * widest)
  const text = metres >= 1000 ? `${metres / 1000} km` : `${metres} m`
  return { metres, pixels: Math.round(metres / perPixel), text }
}
