/** Cart calls. Every change returns the whole cart. */
import { client, unwrap, type Schemas } from './client'

export type Cart = Schemas['Cart']
export type CartLine = Schemas['CartLine']

const ITEM = '/api/cart/items/{productId}'

export function getCart(): Promise<Cart> {
  return unwrap<Cart>(client.GET('/api/cart'))
}

export function addItem(productId: string, quantity: number): Promise<Cart> {
  return unwrap<Cart>(client.POST('/api/cart/items', { body: { productId, quantity } }))
}

export function updateItem(productId: string, quantity: number): Promise<Cart> {
  return unwrap<Cart>(client.PATCH(ITEM, { params: { path: { productId } }, body: { quantity } }))
}

export function removeItem(productId: string): Promise<Cart> {
  return unwrap<Cart>(client.DELETE(ITEM, { params: { path: { productId } } }))
}
