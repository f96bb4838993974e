import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { shopstub } from './vite-plugin-shopstub.ts'

const { SHOP_PORT = '4600', STRIPE_PORT = '4601', PAGE_PORT = '4173', CACHE_DIR } = process.env

export default defineConfig({
  plugins: [
    vue(),
    shopstub({
      shop: `http://localhost:${SHOP_PORT}`,
      stripe: `http://localhost:${STRIPE_PORT}`,
    }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: 'localhost', port: 5173 },
  preview: { host: '127.0.0.1', port: Number(PAGE_PORT), strictPort: true },
  cacheDir: CACHE_DIR, // Vite locks its cache: two processes need one each.
  test: { environment: 'happy-dom', isolate: false, restoreMocks: true, unstubGlobals: true },
})
