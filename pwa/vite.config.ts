import { fileURLToPath } from 'node:url'
import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { vantLayer } from './build/vantLayer.ts'
import { webManifest } from './build/manifest.ts'
import pkg from './package.json' with { type: 'json' }

const backend = `http://127.0.0.1:${process.env.PORT ?? 8000}`

/** Chunks that stay out of the phone's precache carry their part's name: the map and the desk are cached when first used. */
const LATE = [
  [
    'map',
    /node_modules\/(maplibre-gl|@maplibre|@mapbox|earcut|kdbush|pbf|quickselect|supercluster|tinyqueue)|src\/map\//,
  ],
  ['desk', /src\/(desk|rooms\/maps|rooms\/administration)\//],
] as const

function chunkName(moduleIds: readonly string[]): string {
  const last = moduleIds[moduleIds.length - 1] ?? ''
  const late = LATE.find(
    ([, pattern]) => pattern.test(last) || moduleIds.every((id) => pattern.test(id)),
  )
  return `assets/${late ? late[0] : 'app'}-[name]-[hash].js`
}

export default defineConfig({
  base: '/',
  define: {
    __APP_VERSION__: JSON.stringify(pkg.version),
    __VUE_OPTIONS_API__: true, // Vant's components are partly written with it
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  css: { postcss: { plugins: [vantLayer()] } },
  plugins: [
    vue(),
    Components({ dirs: [], resolvers: [VantResolver()], dts: '.types/components.d.ts' }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: webManifest,
      injectManifest: {
        globPatterns: ['index.html', 'theme.js', '*.svg', 'icon-192.png', 'assets/*.{js,css}'],
        globIgnores: ['assets/map-*', 'assets/desk-*', 'assets/*worker*'],
      },
    }),
  ],
  build: {
    outDir: '../static/dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { output: { chunkFileNames: (chunk) => chunkName(chunk.moduleIds) } },
  },
  server: { port: 5173, proxy: { '/api': backend } },
})
