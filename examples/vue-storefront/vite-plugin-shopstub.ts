/**
 * Vite plugin that connects a frontend to shopstub. Copy this file into your project.
 *
 * In development and in builds with `--mode demo` it proxies `/api` to the shop and puts the
 * simulator's Stripe.js first in the page. `loadStripe` then finds `window.Stripe` and loads
 * nothing from Stripe. Every other build stays as it is.
 */
import type { Plugin } from 'vite'

export interface ShopstubOptions {
  /** Address of `shopstub serve`. */
  shop?: string
  /** Address of its Stripe simulator, or null if the stub uses Stripe's own test mode. */
  stripe?: string | null
  /** Release train of Stripe.js that the installed @stripe/stripe-js expects. */
  train?: 'acacia' | 'basil' | 'clover' | 'dahlia' | 'endive'
  /** Build mode that gets the simulator's script too. */
  mode?: string
}

export function shopstub(options: ShopstubOptions = {}): Plugin {
  const { shop = 'http://localhost:4600', stripe = 'http://localhost:4601' } = options
  const { train = 'endive', mode = 'demo' } = options
  let usesSimulator = false

  return {
    name: 'shopstub',
    config(_config, env) {
      usesSimulator = (env.command === 'serve' && !env.isPreview) || env.mode === mode
      const proxy = { '/api': { target: shop, changeOrigin: false } }
      return { server: { proxy }, preview: { proxy } }
    },
    transformIndexHtml: {
      order: 'pre',
      handler() {
        if (!usesSimulator || !stripe) return []
        const src = `${stripe}/${train}/stripe.js`
        return [{ tag: 'script', attrs: { src }, injectTo: 'head-prepend' }]
      },
    },
  }
}
