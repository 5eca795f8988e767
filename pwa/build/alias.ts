import { fileURLToPath } from 'node:url'

const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** The tests run what the phone gets: Dexie for today's browsers, without the ES5 helpers of its default build. */
export const alias = [
  { find: /^@\//, replacement: file('src/') },
  { find: /^dexie$/, replacement: file('node_modules/dexie/dist/modern/dexie.mjs') },
]
