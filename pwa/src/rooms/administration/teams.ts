import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { http } from '@/http'
import { allPages } from './pages'
import type { TeamRow } from './types'

interface TeamsPage {
  teams: TeamRow[]
  cursor: string | null
}

/** Teams of the administrator's branch. */
export const useTeams = defineStore('teams', () => {
  const teams = shallowRef<TeamRow[]>([])
  const problem = shallowRef<unknown>(null)
  const read = ref(false)

  async function load(): Promise<void> {
    try {
      teams.value = await allPages(async (after) => {
        const page = await http.get<TeamsPage>('/teams', { cursor: after })
        return { rows: page.teams, cursor: page.cursor }
      })
      problem.value = null
      read.value = true
    } catch (error) {
      problem.value = error
    }
  }

  function put(team: TeamRow): TeamRow {
    const known = teams.value.some(({ id }) => id === team.id)
    teams.value = known
      ? teams.value.map((one) => (one.id === team.id ? team : one))
      : [team, ...teams.value]
    return team
  }

  const create = async (name: string, organisation_id: string) =>
    put(await http.post<TeamRow>('/teams', { name, organisation_id }))
  const change = async (id: string, changed: { name?: string; active?: boolean }) =>
    put(await http.patch<TeamRow>(`/teams/${id}`, changed))
  const again = async (id: string) => put(await http.get<TeamRow>(`/teams/${id}`))

  async function addMember(id: string, person: string): Promise<void> {
    await http.put(`/teams/${id}/members/${person}`)
    await again(id)
  }

  async function removeMember(id: string, person: string): Promise<void> {
    await http.delete(`/teams/${id}/members/${person}`)
    await again(id)
  }

  return { teams, problem, read, load, create, change, addMember, removeMember }
})
