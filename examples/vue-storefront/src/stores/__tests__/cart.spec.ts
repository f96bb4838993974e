import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { useCartStore } from '@/stores/cart'
import { cart, emptyCart } from '@/test/fixtures'
import { mockApi, rejection } from '@/test/mockApi'

describe('useCartStore', () => {
  beforeEach(() => setActivePinia(createPinia()))

  it('shows the cart that the shop returns', async () => {
    mockApi({ 'GET /api/cart': () => cart })
    const store = useCartStore()

    await store.refresh()

    expect(store.cart).toEqual(cart)
    expect(store.count).toBe(2)
  })

  it('opens after an item is added', async () => {
    mockApi({ 'POST /api/cart/items': () => cart })
    const store = useCartStore()

    await store.add('kaiser-natron-bad-500-g')

    expect(store.isOpen).toBe(true)
  })

  it('keeps the cart and shows the message when the shop rejects a change', async () => {
    const error = { code: 'cart.itemLimit', message: 'A cart holds at most 50 items.' }
    mockApi({
      'GET /api/cart': () => cart,
      'PATCH /api/cart/items/kaiser-natron-bad-500-g': () => rejection(409, error),
    })
    const store = useCartStore()
    await store.refresh()

    await store.setQuantity('kaiser-natron-bad-500-g', 99)

    expect(store.cart).toEqual(cart)
    expect(store.errorMessage).toBe(error.message)
    expect(store.pending).toBe(false)
  })

  it('sends changes one after another', async () => {
    const log: string[] = []
    mockApi({
      'POST /api/cart/items': () => (log.push('add'), cart),
      'DELETE /api/cart/items/kaiser-natron-bad-500-g': () => (log.push('remove'), emptyCart),
    })
    const store = useCartStore()

    await Promise.all([
      store.add('kaiser-natron-bad-500-g'),
      store.remove('kaiser-natron-bad-500-g'),
    ])

    expect(log).toEqual(['add', 'remove'])
    expect(store.count).toBe(0)
  })
})
