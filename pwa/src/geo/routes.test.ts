import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { walkingOrder } from './routes'

interface Walk {
  start: [number, number]
  places: [number, number][]
  order: number[]
}
const { walks } = JSON.parse(readFileSync('../tests/contract/routes.json', 'utf8')) as {
  walks: Walk[]
}
const place = ([lon, lat]: [number, number]) => ({ lon, lat })

it.each(walks)('walks as the server does: %#', ({ start, places, order }) => {
  expect(walkingOrder(place(start), places.map(place))).toEqual(order)
})
