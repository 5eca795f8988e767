/** Application passwords: what QGIS and other programs read the map's data with. */
import { http } from '@/http'

export interface ApplicationPassword {
  id: string
  name: string
  created_at: string
  last_used_at: string | null
}

/** With its text, which the server tells this once. */
export interface NewApplicationPassword extends ApplicationPassword {
  password: string
}

const PATH = '/application-passwords'

export const programs = {
  list: async () =>
    (await http.get<{ application_passwords: ApplicationPassword[] }>(PATH)).application_passwords,
  create: (name: string) => http.post<NewApplicationPassword>(PATH, { name }),
  end: (id: string) => http.delete(`${PATH}/${id}`),
}
