/**
 * The stub's half of a frontend, for Vite: copy this file and name it in `plugins`.
 *
 * In dev and in demo builds `/api` goes to the stub and Stripe.js comes from the simulator: its
 * script tag stands first in the page, so `loadStripe` finds `window.Stripe` and loads nothing.
 * Any other build is left alone: there, `loadStripe` takes Stripe.js from Stripe.
 */
import type { Plugin } from 'vite'

export interface ShopstubOptions {
  /** Where `shopstub serve` runs. */
  shop?: string
  /** Where its Stripe runs; null when the stub runs with Stripe's own test mode. */
  stripe?: string | null
  /** The train of Stripe.js that the installed @stripe/stripe-js expects. */
  train?: 'acacia' | 'basil' | 'clover' | 'dahlia' | 'endive'
  /** Builds of this mode get the simulator's script too. */
  mode?: string
}

export function shopstub(options: ShopstubOptions = {}): Plugin {
  const { shop = 'http://127.0.0.1:4600', stripe = 'http://127.0.0.1:4601' } = options
  const { train = 'endive', mode = 'demo' } = options
  let offline = false
  return {
    name: 'shopstub',
    config: (_, env) => {
      offline = (env.command === 'serve' && !env.isPreview) || env.mode === mode
      const proxy = { '/api': { target: shop, changeOrigin: false } }
      return { server: { proxy }, preview: { proxy } }
    },
    transformIndexHtml: {
      order: 'pre',
      handler: () =>
        offline && stripe
          ? [{ tag: 'script', attrs: { src: `${stripe}/${train}/stripe.js` }, injectTo: 'head-prepend' }]
          : [],
    },
  }
}
