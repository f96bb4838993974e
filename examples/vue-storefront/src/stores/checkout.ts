/** The checkout under way: kept for the tab, so that reload, back and a failed redirect go on with it. */
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import * as api from '../api/checkout'

const KEPT = 'checkout'

interface Kept {
  request: api.CheckoutRequest | null
  intent: api.CheckoutIntent | null
  cartAt: string
  key: string
}

function kept(): Kept {
  try {
    const text = sessionStorage.getItem(KEPT)
    if (text) return JSON.parse(text) as Kept
  } catch {
    // What another version kept is of no use.
  }
  return { request: null, intent: null, cartAt: '', key: '' }
}

export const useCheckout = defineStore('checkout', () => {
  const state = ref(kept())
  watch(state, (now) => sessionStorage.setItem(KEPT, JSON.stringify(now)), { deep: true })

  return {
    state,
    /** The intent for this request and this cart; asked again, the same one. */
    async begin(request: api.CheckoutRequest, cartAt: string) {
      const same = JSON.stringify([request, cartAt]) === JSON.stringify([state.value.request, state.value.cartAt])
      if (!same || !state.value.key) {
        state.value = { request, cartAt, key: crypto.randomUUID(), intent: null }
      }
      state.value.intent ??= await api.createIntent(request, state.value.key)
    },
    /** Back to the addresses: what was typed stays. */
    revise() {
      state.value.intent = null
      state.value.key = ''
    },
    /** Paid: nothing is under way any more, but who buys again types no address twice. */
    finish() {
      state.value = { request: state.value.request, intent: null, cartAt: '', key: '' }
    },
    forget() {
      state.value = { request: null, intent: null, cartAt: '', key: '' }
    },
  }
})
