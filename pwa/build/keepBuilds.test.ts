// @vitest-environment node
import { expect, it } from 'vitest'
import { history, stale } from './keepBuilds'

it('this build and the two before it stay, older ones go', () => {
  const kept = ['d', 'c', 'b', 'a']
    .reverse()
    .reduce<string[][]>(
      (before, name) => history(before, [`assets/${name}.js`, 'assets/same.js']),
      [],
    )
  expect(kept.map(([file]) => file)).toEqual(['assets/d.js', 'assets/c.js', 'assets/b.js'])
  const present = ['a', 'b', 'c', 'd', 'same', 'stray'].map((name) => `assets/${name}.js`)
  expect(stale(present, kept)).toEqual(['assets/a.js', 'assets/stray.js'])
})

it('building the same again pushes nothing out', () => {
  const once = history([['old']], ['new'])
  expect(history(once, ['new'])).toEqual(once)
})
