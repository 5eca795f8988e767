/** The browser's own offer to install; kept until the person asks for it. */
import { shallowRef } from 'vue'

interface InstallPrompt extends Event {
  prompt: () => Promise<unknown>
}

export const installer = shallowRef<InstallPrompt | null>(null)

window.addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault()
  installer.value = event as InstallPrompt
})
window.addEventListener('appinstalled', () => (installer.value = null))
