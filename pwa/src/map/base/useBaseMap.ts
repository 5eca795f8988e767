/** The county's base map on this phone: how much of it is here, and fetching the rest. One download for the whole app. */
import { computed, ref, shallowRef } from 'vue'
import { fetchAll, type File, forget, octetsHere } from './chunks'
import { freshSettings, NO_BASE } from './settings'

const file = shallowRef<File | null>(null)
const here = ref(0)
const broken = ref(false)
const running = shallowRef<AbortController | null>(null)

async function look(): Promise<void> {
  const settings = await freshSettings().catch(() => NO_BASE)
  file.value = settings.file
  if (settings.file) here.value = await octetsHere(settings.file)
}

async function fetchIt(): Promise<void> {
  if (!file.value || running.value) return
  const stop = (running.value = new AbortController())
  broken.value = false
  try {
    await fetchAll(file.value, (octets) => (here.value = octets), stop.signal)
  } catch {
    broken.value = !stop.signal.aborted
  } finally {
    running.value = null
  }
}

async function remove(): Promise<void> {
  await forget()
  here.value = 0
}

export function useBaseMap() {
  return {
    file,
    here,
    broken,
    under: computed(() => running.value !== null),
    whole: computed(() => file.value !== null && here.value >= file.value.size),
    look,
    fetchIt,
    stop: () => running.value?.abort(),
    remove,
  }
}
