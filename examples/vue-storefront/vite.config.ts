import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { shopstub } from './vite-plugin-shopstub.ts'

const at = (port: string | undefined, usual: number) => `http://127.0.0.1:${port ?? usual}`

export default defineConfig({
  plugins: [
    vue(),
    shopstub({
      shop: at(process.env.SHOP_PORT, 4600),
      stripe: at(process.env.STRIPE_PORT, 4601),
    }),
  ],
  server: { host: '127.0.0.1', port: 5173, fs: { allow: ['../..'] } },
  cacheDir: process.env.CACHE_DIR, // whoever runs two at once gives each its own: Vite locks it
  preview: { host: '127.0.0.1', port: Number(process.env.PAGE_PORT ?? 4173), strictPort: true },
})
