import { onBeforeUnmount, shallowRef } from 'vue'
import { getOrder, type Order } from '@/api/orders'

/** Seconds between two requests. */
const INTERVALS = [1, 2, 4, 8]

/**
 * Poll an order while its payment is pending, for at most 15 seconds.
 *
 * Polling stops early when the component is unmounted or `cancelled` returns true.
 */
export function useOrderPolling(cancelled: () => boolean = () => false) {
  const order = shallowRef<Order>()
  let unmounted = false
  onBeforeUnmount(() => {
    unmounted = true
  })

  async function poll(id: string): Promise<Order> {
    let current = (order.value = await getOrder(id))
    for (const seconds of INTERVALS) {
      if (current.paymentStatus !== 'pending' || unmounted || cancelled()) break
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
      current = order.value = await getOrder(id)
    }
    return current
  }

  return { order, poll }
}
