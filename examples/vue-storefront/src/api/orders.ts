import { client, unwrap, type Schemas } from './client'

export type Order = Schemas['Order']
export type OrderList = Schemas['OrderList']

export function listOrders(): Promise<OrderList> {
  return unwrap<OrderList>(client.GET('/api/orders'))
}

export function getOrder(id: string): Promise<Order> {
  return unwrap<Order>(client.GET('/api/orders/{id}', { params: { path: { id } } }))
}
