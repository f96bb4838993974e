/** The cart's calls: each answers the whole cart (C-cart-1). */
import { client, taken, type Schema } from './client'

export type Cart = Schema['Cart']
export type CartLine = Schema['CartLine']

export const show = () => taken<Cart>(client.GET('/api/cart'))

export const add = (productId: string, quantity: number) =>
  taken<Cart>(client.POST('/api/cart/items', { body: { productId, quantity } }))

export const setQuantity = (productId: string, quantity: number) =>
  taken<Cart>(
    client.PATCH('/api/cart/items/{productId}', { params: { path: { productId } }, body: { quantity } }),
  )

export const remove = (productId: string) =>
  taken<Cart>(client.DELETE('/api/cart/items/{productId}', { params: { path: { productId } } }))
