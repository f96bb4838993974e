import { client, unwrap, type Schemas } from './client'

export type Address = Schemas['Address']
export type CheckoutRequest = Schemas['CheckoutRequest']
export type CheckoutIntent = Schemas['CheckoutIntent']

/** Create a pending order and its PaymentIntent. The same key returns the same order again. */
export function createCheckoutIntent(
  request: CheckoutRequest,
  idempotencyKey: string,
): Promise<CheckoutIntent> {
  return unwrap<CheckoutIntent>(
    client.POST('/api/checkout/intent', {
      body: request,
      headers: { 'Idempotency-Key': idempotencyKey },
    }),
  )
}
