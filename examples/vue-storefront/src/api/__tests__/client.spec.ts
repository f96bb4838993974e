import { describe, expect, it } from 'vitest'
import { addItem, getCart } from '@/api/cart'
import { ApiError } from '@/api/client'
import { cart } from '@/test/fixtures'
import { mockApi, rejection } from '@/test/mockApi'

describe('unwrap', () => {
  it('returns the body of a successful response', async () => {
    mockApi({ 'GET /api/cart': () => cart })

    await expect(getCart()).resolves.toEqual(cart)
  })

  it('sends the request body as JSON, with cookies', async () => {
    const requests = mockApi({ 'POST /api/cart/items': () => cart })

    await addItem('kaiser-natron-bad-500-g', 2)

    await expect(requests[0]?.json()).resolves.toEqual({
      productId: 'kaiser-natron-bad-500-g',
      quantity: 2,
    })
    expect(requests[0]?.credentials).toBe('include')
  })

  it('throws an ApiError with the code of the error envelope', async () => {
    const error = { code: 'cart.itemLimit', message: 'A cart holds at most 50 items.' }
    mockApi({ 'POST /api/cart/items': () => rejection(409, error) })

    const reason = await addItem('kaiser-natron-bad-500-g', 99).catch((caught) => caught)

    expect(reason).toBeInstanceOf(ApiError)
    expect(reason).toMatchObject({ status: 409, ...error, lines: [] })
  })

  it('reports a lost connection with status 0', async () => {
    mockApi({})

    await expect(getCart()).rejects.toMatchObject({ status: 0, code: 'network' })
  })

  it('reports a response without an error envelope by its status', async () => {
    mockApi({ 'GET /api/cart': () => ({ status: 502, body: 'Bad Gateway' }) })

    await expect(getCart()).rejects.toMatchObject({ status: 502, code: 'server.error' })
  })
})
