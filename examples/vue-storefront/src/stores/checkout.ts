import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { createCheckoutIntent, type CheckoutIntent, type CheckoutRequest } from '@/api/checkout'

const STORAGE_KEY = 'checkout'

interface CheckoutState {
  request: CheckoutRequest | null
  intent: CheckoutIntent | null
  /** `updatedAt` of the cart that the intent was created for. */
  cartUpdatedAt: string
  idempotencyKey: string
}

function emptyState(request: CheckoutRequest | null = null): CheckoutState {
  return { request, intent: null, cartUpdatedAt: '', idempotencyKey: '' }
}

function loadState(): CheckoutState {
  try {
    const stored = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '{}')
    return { ...emptyState(), ...stored }
  } catch {
    return emptyState() // Stored by another version of the page.
  }
}

/** The checkout of this tab. It survives reloads, the Back button and failed redirects. */
export const useCheckoutStore = defineStore('checkout', () => {
  const state = ref(loadState())
  watch(state, (value) => sessionStorage.setItem(STORAGE_KEY, JSON.stringify(value)), {
    deep: true,
  })

  /** Create the intent, or return to the one of the same request and the same cart. */
  async function start(request: CheckoutRequest, cartUpdatedAt: string): Promise<void> {
    const current = JSON.stringify([state.value.request, state.value.cartUpdatedAt])
    const unchanged = current === JSON.stringify([request, cartUpdatedAt])
    if (!unchanged || !state.value.idempotencyKey) {
      const idempotencyKey = crypto.randomUUID()
      state.value = { request, cartUpdatedAt, idempotencyKey, intent: null }
    }
    state.value.intent ??= await createCheckoutIntent(request, state.value.idempotencyKey)
  }

  /** Go back to the address form; its values stay. */
  function edit(): void {
    state.value.intent = null
    state.value.idempotencyKey = ''
  }

  /** End the checkout after a payment; the address stays for the next one. */
  function finish(): void {
    state.value = emptyState(state.value.request)
  }

  return { state, start, edit, finish }
})
