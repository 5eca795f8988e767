import { http } from '@/http'
import type { Organisation } from './types'

const MOST = 50

/** Children of one organisation, or, with words, whatever lies under it and carries them. */
export async function findOrganisations(asked: {
  under?: string | null
  level?: string | null
  q?: string
}): Promise<Organisation[]> {
  const { organisations } = await http.get<{ organisations: Organisation[] }>('/organisations', {
    ...asked,
    limit: MOST,
  })
  return organisations
}
