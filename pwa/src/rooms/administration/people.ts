import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { http } from '@/http'
import { allPages } from './pages'
import type { Device, NewPerson, OneTimePassword, PersonChange, PersonRow } from './types'

interface PeoplePage {
  people: PersonRow[]
  cursor: string | null
}

interface DevicesPage {
  devices: Device[]
  cursor: string | null
}

/** People of the administrator's branch. */
export const usePeople = defineStore('people', () => {
  const people = shallowRef<PersonRow[]>([])
  const cursor = ref<string | null>(null)
  const problem = shallowRef<unknown>(null)
  const read = ref(false)
  let asked = { q: '', organisation: null as string | null }
  let turn = 0

  async function load(q: string, organisation: string | null): Promise<void> {
    const mine = (turn += 1)
    asked = { q, organisation }
    try {
      const page = await http.get<PeoplePage>('/people', { ...asked })
      if (mine !== turn) return
      people.value = page.people
      cursor.value = page.cursor ?? null
      problem.value = null
      read.value = true
    } catch (error) {
      if (mine === turn) problem.value = error
    }
  }

  async function loadMore(): Promise<void> {
    const page = await http.get<PeoplePage>('/people', { ...asked, cursor: cursor.value })
    people.value = [...people.value, ...page.people]
    cursor.value = page.cursor ?? null
  }

  function put(person: PersonRow): void {
    const known = people.value.some(({ id }) => id === person.id)
    people.value = known
      ? people.value.map((one) => (one.id === person.id ? person : one))
      : [person, ...people.value]
  }

  async function find(id: string): Promise<PersonRow> {
    return people.value.find((one) => one.id === id) ?? (await http.get<PersonRow>(`/people/${id}`))
  }

  async function create(person: NewPerson): Promise<PersonRow & OneTimePassword> {
    const created = await http.post<PersonRow & OneTimePassword>('/people', person)
    put(created)
    return created
  }

  async function change(id: string, changed: PersonChange): Promise<PersonRow> {
    const person = await http.patch<PersonRow>(`/people/${id}`, changed)
    put(person)
    return person
  }

  const resetPassword = (id: string) =>
    http.post<OneTimePassword>(`/people/${id}/one-time-password`)
  const devicesOf = (id: string) =>
    allPages(async (after) => {
      const page = await http.get<DevicesPage>(`/people/${id}/devices`, { cursor: after })
      return { rows: page.devices, cursor: page.cursor }
    })
  const revoke = (device: string) =>
    http.post(`/devices/${encodeURIComponent(device)}/revocation`, {})
  const search = async (q: string) => (await http.get<PeoplePage>('/people', { q })).people

  return {
    people,
    cursor,
    problem,
    read,
    load,
    loadMore,
    find,
    create,
    change,
    resetPassword,
    devicesOf,
    revoke,
    search,
  }
})
