import type { Cart } from '@/api/cart'
import type { Address, CheckoutIntent, CheckoutRequest } from '@/api/checkout'
import type { Order } from '@/api/orders'

const product = {
  id: 'kaiser-natron-bad-500-g',
  title: 'Kaiser-Natron® Bad',
  brand: 'Kaiser-Natron',
  size: '500 g',
  image: '/products/kaiser-natron-bad-500-g.jpg',
  href: '/shop/kaiser-natron-bad-500-g',
}

export const emptyCart: Cart = {
  items: [],
  count: 0,
  subtotal: 0,
  updatedAt: '2026-01-01T00:00:00.000Z',
}

export const cart: Cart = {
  items: [{ productId: product.id, quantity: 2, unitPrice: 5.49, lineTotal: 10.98, product }],
  count: 2,
  subtotal: 10.98,
  updatedAt: '2026-01-01T00:00:01.000Z',
}

export const address: Address = {
  name: 'Ada Beispiel',
  street: 'Musterweg 1',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE',
}

export const checkoutRequest: CheckoutRequest = {
  email: 'ada@example.com',
  shippingAddress: address,
  acceptsMarketing: false,
}

export const intent: CheckoutIntent = {
  orderId: 'ord_1',
  clientSecret: 'pi_1_secret_1',
  publishableKey: 'pk_test_1',
  amount: 18.02,
  currency: 'eur',
}

export const order: Order = {
  id: 'ord_1',
  number: 'NAT-2026-00001',
  email: 'ada@example.com',
  status: 'pending',
  paymentStatus: 'pending',
  fulfilmentStatus: 'unfulfilled',
  items: [],
  subtotal: 10.98,
  shipping: 4.95,
  tax: 2.09,
  total: 18.02,
  currency: 'eur',
  customer: { email: 'ada@example.com' },
  shippingAddress: address,
  billingAddress: address,
  createdAt: '2026-01-01T00:00:00.000Z',
}
