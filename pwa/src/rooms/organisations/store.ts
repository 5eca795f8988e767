import { http } from '@/http'
import { belowOf, type Organisation, type Place } from './types'

const MOST = 60

async function ask(query: Record<string, string | number | undefined>): Promise<Organisation[]> {
  return (await http.get<{ organisations: Organisation[] }>('/organisations', query)).organisations
}

/** With words: whatever lies at or under the place and carries them. Without: what lies directly under it. */
export function findOrganisations(place: Place | null, words: string): Promise<Organisation[]> {
  const q = words.trim()
  if (q) return ask({ under: place?.id, q, limit: MOST })
  return ask({ under: place?.id, level: belowOf(place?.level), limit: 2000 })
}

/** The organisation of a code; the list under a code begins with the organisation itself. */
export async function organisationOf(id: string): Promise<Organisation | null> {
  const [first] = await ask({ under: id, limit: 1 })
  return first?.id === id ? first : null
}
