import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { addItem, getCart, removeItem, updateItem, type Cart } from '@/api/cart'
import { ApiError } from '@/api/client'

/** The cart as the backend last returned it. Totals are never computed in the browser. */
export const useCartStore = defineStore('cart', () => {
  const cart = ref<Cart | null>(null)
  const isOpen = ref(false)
  const pending = ref(false)
  const errorMessage = ref('')
  const count = computed(() => cart.value?.count ?? 0)

  let queue: Promise<unknown> = Promise.resolve()

  /** Run changes one after another, so that the last response is the current cart. */
  function enqueue(call: () => Promise<Cart>): Promise<void> {
    const change = queue.then(() => apply(call))
    queue = change.catch(() => undefined)
    return change
  }

  async function apply(call: () => Promise<Cart>): Promise<void> {
    pending.value = true
    errorMessage.value = ''
    try {
      cart.value = await call()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      errorMessage.value = error.message
    } finally {
      pending.value = false
    }
  }

  const refresh = () => enqueue(getCart)
  const setQuantity = (id: string, quantity: number) => enqueue(() => updateItem(id, quantity))
  const remove = (id: string) => enqueue(() => removeItem(id))

  async function add(id: string, quantity = 1): Promise<void> {
    await enqueue(() => addItem(id, quantity))
    isOpen.value = true
  }

  return { cart, isOpen, pending, errorMessage, count, refresh, setQuantity, remove, add }
})
