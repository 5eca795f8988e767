import type { AtRule, Plugin, Root } from 'postcss'

/**
 * Puts Vant's style sheets into the cascade layer `vant`.
 * They come with lazily loaded pages, after tokens.css; outside a layer they would win over the tokens.
 */
export function vantLayer(): Plugin {
  return {
    postcssPlugin: 'vant-layer',
    Once(root: Root, { AtRule: NewAtRule }) {
      if (!root.source?.input.file?.includes('/node_modules/vant/')) return
      // Its icon font would be fetched from another host; our icons are drawings of our own.
      root.walkAtRules('font-face', (font) => void font.remove())
      const layer = new NewAtRule({ name: 'layer', params: 'vant' }) as AtRule
      layer.append(root.nodes)
      root.removeAll()
      root.append(layer)
    },
  }
}
