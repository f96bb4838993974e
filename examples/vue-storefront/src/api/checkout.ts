/** The checkout's calls. */
import { client, taken, type Schema } from './client'

export type Address = Schema['Address']
export type CheckoutRequest = Schema['CheckoutRequest']
export type CheckoutIntent = Schema['CheckoutIntent']

/** A pending order and its PaymentIntent; the same key answers the same one (C-chk-14). */
export const createIntent = (request: CheckoutRequest, idempotencyKey: string) =>
  taken<CheckoutIntent>(
    client.POST('/api/checkout/intent', {
      body: request,
      headers: { 'Idempotency-Key': idempotencyKey },
    }),
  )
