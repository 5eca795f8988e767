import type { Plugin } from 'vite'

/** Icons are imported raw: their licence comments and indentation stay out of the bundle (the licence is in NOTICE). */
export function slimIcons(): Plugin {
  return {
    name: 'slim-icons',
    enforce: 'pre',
    transform(code, id) {
      if (!/lucide-static\/icons\/[\w-]+\.svg\?raw$/.test(id)) return null
      const slim = code
        .replace(/<!--.*?-->/gs, '')
        .replace(/<svg[^>]*>/s, '<svg>')
        .replace(/(\\n|\s)+/g, ' ')
      return { code: slim, map: null }
    },
  }
}
