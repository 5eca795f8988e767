import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { alias } from './build/alias.ts'
import { keepBuilds } from './build/keepBuilds.ts'
import { vantLayer } from './build/vantLayer.ts'
import { slimIcons } from './build/slimIcons.ts'
import { webManifest } from './build/manifest.ts'
import pkg from './package.json' with { type: 'json' }

const backend = `http://127.0.0.1:${process.env.PORT ?? 8000}`

/**
 * Everything a phone needs offline lies in three chunks, precached: the third opens the data key and comes with the PIN. What comes later carries its part's name and is cached
 * when first used: the map, the desk, English.
 */
const PHONE_ROOMS =
  'accounts(?!/pin|/desk|/PasswordPage)|changes|zones(?!/desk|/PlacePicker)|patrols|incidents|photos(?!/ServerPhoto)|strays|plans(?!/desk)|reviews(?!/desk)'
const GROUPS = [
  {
    name: 'app-pin',
    test: /src\/(local\/vault|rooms\/accounts\/pin)\/|node_modules\/(hash-wasm|@noble)\//,
    priority: 10,
  },
  {
    name: 'app-phone',
    test: new RegExp(
      `/src/(shell|frame|local(?!/vault)|device|geo|sync|rooms/(${PHONE_ROOMS})/|i18n/(index|texts|zh-CN/(?!desk|maps|figures|zones|sites|rosters|administration|programs|quarantine|verify|reviewing))|http|router)`,
    ),
    priority: 20,
  },
  { name: 'app-rescue', test: /\/src\/rescue\//, priority: 10 },
  {
    name: 'app-vendor',
    test: /node_modules\/(vue|@vue|vue-router|pinia|dexie|uuid|vant|@vant)\/|plugin-vue|vite\/preload/,
    priority: 30,
  },
]

const LATE = [
  ['map', /node_modules\/(maplibre-gl|terra-draw)|src\/map\//],
  [
    'desk',
    /src\/(desk|rooms\/(maps|accounts\/desk|zones\/desk|places\/desk|plans\/desk|reviews\/desk|administration|quarantine|verify))\/|zh-CN\/(desk|maps|figures|zones|sites|rosters|administration|programs|quarantine|verify|reviewing)/,
  ],
  ['en', /src\/i18n\/en\//],
] as const

function chunkFile(chunk: { name: string; moduleIds: readonly string[] }): string {
  const last = chunk.moduleIds[chunk.moduleIds.length - 1] ?? ''
  const late = LATE.find(
    ([, pattern]) => pattern.test(last) || chunk.moduleIds.some((id) => pattern.test(id)),
  )
  return `assets/${late && !chunk.name.startsWith('app-') ? `${late[0]}-` : ''}[name]-[hash].js`
}

const builds = keepBuilds()

export default defineConfig({
  base: '/',
  define: {
    __APP_VERSION__: JSON.stringify(pkg.version),
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
  },
  resolve: { alias },
  css: { postcss: { plugins: [vantLayer()] } },
  plugins: [
    slimIcons(),
    builds.plugin,
    vue(),
    Components({ dirs: [], resolvers: [VantResolver()], dts: '.types/components.d.ts' }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: webManifest,
      injectManifest: {
        globPatterns: [
          'index.html',
          'theme.js',
          'favicon.svg',
          'assets/{index,app,rolldown-runtime}*.{js,css}',
        ],
        manifestTransforms: [builds.ofThisBuild],
      },
    }),
  ],
  build: {
    outDir: '../static/dist',
    // Files of the two builds before stay: see build/keepBuilds.ts
    emptyOutDir: false,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS }, chunkFileNames: chunkFile } },
  },
  server: { port: 5173, proxy: { '/api': backend } },
})
