import prettier from 'eslint-config-prettier'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import importX from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

/** Rooms may import rooms further right only: the server's order. */
const ROOMS = [
  'administration',
  'verify',
  'quarantine',
  'reviews',
  'maps',
  'plans',
  'strays',
  'incidents',
  'patrols',
  'photos',
  'places',
  'zones',
  'accounts',
]

const roomOrder = ROOMS.slice(1).map((room, index) => ({
  target: `./src/rooms/${room}`,
  from: ROOMS.slice(0, index + 1).map((above) => `./src/rooms/${above}`),
  message: `rooms import only downwards: ${ROOMS.join(' -> ')}`,
}))

const outside = (...allowed) => ({ from: './src', except: allowed.map((part) => `./${part}`) })

const zones = [
  ...roomOrder,
  {
    target: './src/rooms',
    from: ['./src/sync', './src/shell', './src/desk'],
    message: 'rooms never import sync or the shell',
  },
  {
    target: './src/local',
    ...outside('local', 'testing'),
    message: 'local imports nothing of ours',
  },
  { target: './src/geo', ...outside('geo'), message: 'geo is pure' },
  { target: './src/device', ...outside('device', 'local'), message: 'device imports only local' },
  { target: './src/ui', ...outside('ui', 'i18n'), message: 'ui imports only i18n' },
  {
    target: './src/frame',
    ...outside('frame', 'ui', 'i18n'),
    message: 'frame imports only ui and i18n',
  },
  {
    target: './src/map',
    ...outside('map', 'ui', 'geo', 'i18n', 'http.ts'),
    message: 'map imports only ui, geo, http',
  },
  {
    target: './src/sync',
    from: ['./src/shell', './src/desk', './src/ui', './src/frame', './src/map'],
    message: "sync reads rooms' stores only",
  },
]

export default ts.config(
  { ignores: ['node_modules', '.types', 'public', 'src/api.d.ts'] },
  ...ts.configs.recommended,
  ...vue.configs['flat/recommended'],
  prettier,
  {
    files: ['**/*.{ts,vue,js}'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({ project: './tsconfig.app.json' }),
      ],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-extraneous-dependencies': 'error',
      'import-x/no-cycle': ['error', { maxDepth: 3, ignoreExternal: true }],
      'no-restricted-globals': ['error', { name: 'fetch', message: 'use http.ts' }],
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },
  { files: ['src/http.ts', 'src/**/*.test.ts'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['src/**/*.vue'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: ['dexie'],
          patterns: ['**/sync/**', '**/local/db', '@/local/db'],
        },
      ],
    },
  },
  {
    files: ['src/shell/**/*.vue', 'src/desk/**/*.vue'],
    rules: { 'no-restricted-imports': ['error', { paths: ['dexie'] }] },
  },
)
