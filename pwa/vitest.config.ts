import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { alias } from './build/alias.ts'

export default defineConfig({
  plugins: [vue()],
  define: { __APP_VERSION__: '"test"' },
  resolve: { alias },
  test: {
    environment: 'happy-dom',
    setupFiles: ['./build/testSetup.ts'],
    maxWorkers: 2, // by itself it leaves one of two cores idle
    include: ['src/**/*.test.ts', 'build/**/*.test.ts'],
  },
})
