/** The repair that somebody looks at on the map before it is taken, and that one was taken. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Finding } from './types'

export const useProposal = defineStore('zone-proposal', () => {
  const seen = shallowRef<Finding | null>(null)
  /** The draft whose boundary is a repair, until it is drawn on. */
  const adopted = ref<string | null>(null)

  function toggle(finding: Finding): void {
    seen.value = seen.value?.key === finding.key ? null : finding
  }

  return { seen, adopted, toggle }
})
