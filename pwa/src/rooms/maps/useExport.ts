import { ref } from 'vue'
import { fileAddress, type Query } from '@/http'
import { currentLanguage, t } from '@/i18n'
import { problemWords } from '@/ui/problems'

/** `system`: of the positions, where WGS-84 is not what is wanted. */
export interface Choice {
  name: string
  format: 'xlsx' | 'csv' | 'geojson' | 'gpkg' | 'shp'
  system?: 'gcj02'
}
export const CHOICES: readonly Choice[] = [
  { name: 'xlsx', format: 'xlsx' },
  { name: 'xlsxGcj02', format: 'xlsx', system: 'gcj02' },
  { name: 'csv', format: 'csv' },
  { name: 'geojson', format: 'geojson' },
  { name: 'gpkg', format: 'gpkg' },
  { name: 'shp', format: 'shp' },
]

/** What the filters find, as a file for other programs. The server notes who took it. */
export function useExport(wish: () => Query) {
  const said = ref('')

  async function take({ format, system }: Choice): Promise<void> {
    said.value = t('maps.out.coming')
    try {
      const link = document.createElement('a')
      link.href = await fileAddress(`/exports/${format}`, {
        ...wish(),
        ...(system && { system }),
        lang: currentLanguage(),
      })
      link.download = ''
      link.click()
      setTimeout(() => (said.value = ''), 4000)
    } catch (problem) {
      said.value = problemWords(problem, t)
    }
  }

  return { said, take }
}
