/** Problem documents as words for a person. Reads their shape only, so that ui needs nothing of http. Pure. */
type Translate = (key: string, values?: Record<string, unknown>) => string

interface ProblemShape {
  status: number
  code: string
  detail: string
  fields: Record<string, unknown>
}

function shapeOf(problem: unknown): ProblemShape | null {
  const shape = problem as Partial<ProblemShape> | null
  return typeof shape?.status === 'number' ? (shape as ProblemShape) : null
}

export function problemWords(problem: unknown, t: Translate): string {
  const shape = shapeOf(problem)
  if (!shape) return t('ui.problem.offline')
  // A search has no form whose fields could say it.
  if (shape.code === 'invalid') return fieldWords(problem, 'q') ?? shape.detail
  if (shape.detail) return shape.detail
  if (shape.status === 404) return t('ui.problem.missing')
  return t('ui.problem.server', { status: shape.status })
}

function firstText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(firstText).find(Boolean) ?? null
  if (value && typeof value === 'object') return firstText(Object.values(value))
  return null
}

/** What the server says of one field, wherever it nested the message. */
export function fieldWords(problem: unknown, field: string): string | null {
  const fields = shapeOf(problem)?.fields ?? {}
  const name = Object.keys(fields).find((key) => key === field || key.startsWith(`${field}.`))
  return name ? firstText(fields[name]) : null
}

/** Signing in is what helps. A revoked phone is told so by another code. */
export function asksToSignIn(problem: unknown): boolean {
  const shape = shapeOf(problem)
  return shape?.status === 401 && shape.code !== 'device_revoked'
}

/** The stable code, for which a page may have better words of its own. */
export function codeOf(problem: unknown): string | null {
  return shapeOf(problem)?.code ?? null
}

/** Names of the fields the server objects to. */
export function objectedFields(problem: unknown): string[] {
  return Object.keys(shapeOf(problem)?.fields ?? {})
}
