/** Notes beside fields: our own words for codes we know, else the server's. Pure. */
import { codeOf, fieldWords, objectedFields } from '@/ui/problems'

const KNOWN = ['username_taken', 'team_name_taken', 'unknown_organisation']

export function fieldNote(
  problem: unknown,
  field: string,
  t: (key: string) => string,
): string | null {
  const said = fieldWords(problem, field)
  const code = codeOf(problem)
  return said && code && KNOWN.includes(code) ? t(`administration.code.${code}`) : said
}

/** Something to say that no field says already. */
export function isGeneral(problem: unknown, shown: readonly string[]): boolean {
  if (!problem) return false
  const fields = objectedFields(problem).map((field) => field.split('.')[0]!)
  return !fields.length || fields.some((field) => !shown.includes(field))
}

export const PERSON_FIELDS = ['name', 'username', 'roles', 'organisation_id']
export const TEAM_FIELDS = ['name', 'organisation_id']
