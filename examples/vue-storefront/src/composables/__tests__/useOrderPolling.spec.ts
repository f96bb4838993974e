import { mount } from '@vue/test-utils'
import { defineComponent } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useOrderPolling } from '@/composables/useOrderPolling'
import { order } from '@/test/fixtures'
import { mockApi } from '@/test/mockApi'

function mountPolling(cancelled?: () => boolean) {
  let polling!: ReturnType<typeof useOrderPolling>
  const Host = defineComponent({
    setup() {
      polling = useOrderPolling(cancelled)
      return () => null
    },
  })
  return { wrapper: mount(Host), ...polling }
}

describe('useOrderPolling', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('stops as soon as the order is paid', async () => {
    const replies = [order, { ...order, paymentStatus: 'paid' }]
    const requests = mockApi({ 'GET /api/orders/ord_1': () => replies.shift() })
    const { poll, order: current } = mountPolling()

    const result = poll('ord_1')
    await vi.runAllTimersAsync()

    expect((await result).paymentStatus).toBe('paid')
    expect(current.value?.paymentStatus).toBe('paid')
    expect(requests).toHaveLength(2)
  })

  it('gives up after 15 seconds', async () => {
    const requests = mockApi({ 'GET /api/orders/ord_1': () => order })
    const { poll } = mountPolling()
    const start = Date.now()

    const result = poll('ord_1')
    await vi.runAllTimersAsync()

    expect((await result).paymentStatus).toBe('pending')
    expect(requests).toHaveLength(5)
    expect(Date.now() - start).toBe(15_000)
  })

  it('asks once when it is cancelled', async () => {
    const requests = mockApi({ 'GET /api/orders/ord_1': () => order })

    await mountPolling(() => true).poll('ord_1')

    expect(requests).toHaveLength(1)
  })

  it('stops when the component is unmounted', async () => {
    const requests = mockApi({ 'GET /api/orders/ord_1': () => order })
    const { wrapper, poll } = mountPolling()

    const result = poll('ord_1')
    wrapper.unmount()
    await vi.runAllTimersAsync()
    await result

    expect(requests.length).toBeLessThanOrEqual(2)
  })
})
