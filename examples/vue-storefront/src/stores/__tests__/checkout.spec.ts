import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { useCheckoutStore } from '@/stores/checkout'
import { checkoutRequest, intent } from '@/test/fixtures'
import { mockApi, rejection } from '@/test/mockApi'

const INTENT = 'POST /api/checkout/intent'

function idempotencyKeys(requests: Request[]) {
  return requests.map((request) => request.headers.get('Idempotency-Key'))
}

describe('useCheckoutStore', () => {
  beforeEach(() => {
    sessionStorage.clear()
    setActivePinia(createPinia())
  })

  it('creates one intent for the same request and the same cart', async () => {
    const requests = mockApi({ [INTENT]: () => intent })
    const store = useCheckoutStore()

    await store.start(checkoutRequest, 'T1')
    await store.start(checkoutRequest, 'T1')

    expect(requests).toHaveLength(1)
    expect(store.state.intent).toEqual(intent)
  })

  it('repeats a failed call with the same idempotency key', async () => {
    const unavailable = { code: 'server.error', message: 'Please try again.' }
    const requests = mockApi({ [INTENT]: () => rejection(500, unavailable) })
    const store = useCheckoutStore()

    await store.start(checkoutRequest, 'T1').catch(() => undefined)
    await store.start(checkoutRequest, 'T1').catch(() => undefined)

    const [first, second] = idempotencyKeys(requests)
    expect(first).toBeTruthy()
    expect(second).toBe(first)
  })

  it('uses a new idempotency key for a changed cart', async () => {
    const requests = mockApi({ [INTENT]: () => intent })
    const store = useCheckoutStore()

    await store.start(checkoutRequest, 'T1')
    await store.start(checkoutRequest, 'T2')

    const [first, second] = idempotencyKeys(requests)
    expect(second).not.toBe(first)
  })

  it('survives a reload', async () => {
    mockApi({ [INTENT]: () => intent })
    await useCheckoutStore().start(checkoutRequest, 'T1')
    await nextTick()

    setActivePinia(createPinia())

    expect(useCheckoutStore().state).toMatchObject({ intent, request: checkoutRequest })
  })

  it('starts empty when the stored state is not valid JSON', () => {
    sessionStorage.setItem('checkout', '{')

    expect(useCheckoutStore().state.request).toBeNull()
  })
})
