// @vitest-environment node
import { expect, it } from 'vitest'
import { allPages } from './pages'

it('follows the cursor to the end', async () => {
  const pages: Record<string, { rows: number[]; cursor: string | null }> = {
    first: { rows: [1, 2], cursor: 'b' },
    b: { rows: [3], cursor: 'c' },
    c: { rows: [], cursor: null },
  }
  const asked: (string | null)[] = []
  const rows = await allPages(async (after) => {
    asked.push(after)
    return pages[after ?? 'first']!
  })
  expect(rows).toEqual([1, 2, 3])
  expect(asked).toEqual([null, 'b', 'c'])
})
