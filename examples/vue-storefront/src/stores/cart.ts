/** The cart as the backend last answered it: never summed here. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import * as api from '../api/cart'
import { ApiError } from '../api/client'

export const useCart = defineStore('cart', () => {
  const cart = ref<api.Cart | null>(null)
  const open = ref(false)
  const busy = ref(false)
  const problem = ref('')
  const count = computed(() => cart.value?.count ?? 0)

  /** One change after the other: the last answer is the cart. */
  let queue: Promise<unknown> = Promise.resolve()
  function change(call: () => Promise<api.Cart>): Promise<void> {
    const turn = queue.then(async () => {
      busy.value = true
      problem.value = ''
      try {
        cart.value = await call()
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        problem.value = error.message
      } finally {
        busy.value = false
      }
    })
    queue = turn.catch(() => undefined)
    return turn
  }

  return {
    cart,
    open,
    busy,
    problem,
    count,
    refresh: () => change(api.show),
    setQuantity: (id: string, quantity: number) => change(() => api.setQuantity(id, quantity)),
    remove: (id: string) => change(() => api.remove(id)),
    async add(id: string, quantity = 1) {
      await change(() => api.add(id, quantity))
      open.value = true
    },
  }
})
