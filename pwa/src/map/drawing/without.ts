/** Deleting rings. Pure; apart from `boundary.ts`, which phones carry too. */
import { inside, type Ring } from './boundary'

/** What is left when some rings are deleted: a shell takes its holes with it. */
export function without(rings: readonly Ring[], deleted: ReadonlySet<Ring>): Ring[] {
  const shells = [...deleted].filter(({ hole }) => !hole)
  const gone = ({ points, hole }: Ring) =>
    hole && shells.some((shell) => points.every((corner) => inside(shell.points, corner)))
  return rings.filter((ring) => !deleted.has(ring) && !gone(ring))
}
