/** The violation catalogue in force, kept for when there is no network. */
import { type Ref, shallowRef } from 'vue'
import { http } from '@/http'
import { readMeta, writeMeta } from '@/local/meta'

export interface Clause {
  law: string
  article: string
  text: string
  source: string
  verified: boolean
}

export interface CatalogueType {
  code: string
  name: Record<string, string>
  key_zone_only: boolean
  legal_basis: Clause[]
  consequence: Record<string, string> | null
  enabled: boolean
}

export interface Catalogue {
  name: Record<string, string> | string
  source: string
  types: CatalogueType[]
}

const KEY = 'catalogue'
const DAY_MS = 86_400_000

async function load(into: Ref<Catalogue | null>): Promise<void> {
  const kept = await readMeta<{ at: number; catalogue: Catalogue }>(KEY)
  if (kept) into.value = kept.catalogue
  if (kept && Date.now() - kept.at < DAY_MS) return
  const fresh = await http.get<Catalogue>('/catalogue').catch(() => null)
  if (!Array.isArray(fresh?.types)) return
  into.value = fresh
  await writeMeta(KEY, { at: Date.now(), catalogue: fresh })
}

export function useCatalogue(): Ref<Catalogue | null> {
  const catalogue = shallowRef<Catalogue | null>(null)
  void load(catalogue)
  return catalogue
}
