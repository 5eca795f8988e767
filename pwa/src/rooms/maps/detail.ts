import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { http, Problem } from '@/http'
import { dayOf } from '@/ui/days'
import { useSession } from '@/rooms/accounts/store'
import type { Beside } from './beside'
import { LISTS } from './store'
import type { Keeper, LegalBasis, RecordDetail, RecordKind } from './types'

interface Catalogue {
  types: { code: string; legal_basis: LegalBasis[] }[]
}

function addressOf(key: string): string | null {
  const [kind, id] = key.split(':')
  const list = LISTS[kind as RecordKind]
  return list && id ? `${list}/${encodeURIComponent(id)}` : null
}

/** The one record that is open in the drawer. */
export const useDetail = defineStore('maps-detail', () => {
  const session = useSession()
  const key = ref<string | null>(null)
  const record = shallowRef<RecordDetail | null>(null)
  const basis = shallowRef<LegalBasis[]>([])
  /** Photos of other records to compare with; for who may list reviews. */
  /** Not there as long as it is asked for; null where there is nothing to ask for. */
  const beside = shallowRef<Beside | null>()
  const problem = shallowRef<unknown>(null)
  const keeper = shallowRef<Keeper | null | 'none'>(null)
  const keeperProblem = shallowRef<unknown>(null)

  function clear(): void {
    record.value = null
    basis.value = []
    beside.value = undefined
    problem.value = null
    keeper.value = null
    keeperProblem.value = null
  }

  async function readBasis(found: RecordDetail, asked: string): Promise<void> {
    if (found.kind !== 'incident') return
    const on = dayOf(found.meta.corrected_at)
    const catalogue = await http.get<Catalogue>('/catalogue', { on }).catch(() => null)
    const type = catalogue?.types.find(({ code }) => code === found.data.type)
    if (asked === key.value) basis.value = type?.legal_basis ?? []
  }

  async function readBeside(found: RecordDetail, asked: string): Promise<void> {
    const told = found.kind !== 'persuasion' && session.may('review', 'list')
    const address = `/reviews/${encodeURIComponent(found.id)}/photos`
    const answer = told ? await http.get<Beside>(address).catch(() => null) : null
    if (asked === key.value) beside.value = answer
  }

  async function open(wanted: string | null): Promise<void> {
    key.value = wanted
    clear()
    if (wanted === null) return
    const address = addressOf(wanted)
    if (!address) {
      problem.value = new Problem(404, 'not_found', '')
      return
    }
    try {
      const found = await http.get<RecordDetail>(address)
      if (key.value !== wanted) return
      record.value = found
      await Promise.all([readBasis(found, wanted), readBeside(found, wanted)])
    } catch (error) {
      if (key.value === wanted) problem.value = error
    }
  }

  /** Personal data: only when asked for, noted in the audit log by the server, kept nowhere. */
  async function readKeeper(): Promise<void> {
    const wanted = key.value
    const address = wanted && addressOf(wanted)
    if (!address) return
    keeperProblem.value = null
    try {
      const found = await http.get<Keeper>(`${address}/keeper`)
      if (key.value === wanted) keeper.value = found
    } catch (error) {
      const none = error instanceof Problem && error.status === 404
      if (key.value !== wanted) return
      if (none) keeper.value = 'none'
      else keeperProblem.value = error
    }
  }

  function hideKeeper(): void {
    keeper.value = null
  }

  return {
    key,
    record,
    basis,
    beside,
    problem,
    keeper,
    keeperProblem,
    open,
    readKeeper,
    hideKeeper,
  }
})
