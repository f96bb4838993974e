/** The orders' calls, and how a page waits for a payment. */
import { client, taken, type Schema } from './client'

export type Order = Schema['Order']

export const list = () => taken<Schema['OrderList']>(client.GET('/api/orders'))

export const show = (id: string) =>
  taken<Order>(client.GET('/api/orders/{id}', { params: { path: { id } } }))

const WAITS = [1, 2, 4, 8]
/** Seconds between the questions, 15 in all (C-ord-7). */

/** The order once its payment is no longer pending, or as it stands after 15 seconds (C-ord-7). */
export async function settled(id: string, ended: () => boolean, seen: (order: Order) => void): Promise<Order> {
  let order = await show(id)
  seen(order)
  for (const seconds of WAITS) {
    if (order.paymentStatus !== 'pending' || ended()) break
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
    order = await show(id)
    seen(order)
  }
  return order
}
