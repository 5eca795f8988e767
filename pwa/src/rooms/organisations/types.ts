export interface Organisation {
  id: string
  name: string
  level: 'city' | 'county' | 'street' | 'community'
  parent_id: string | null
  path: string
}
