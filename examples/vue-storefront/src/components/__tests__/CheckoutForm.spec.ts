import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CheckoutRequest } from '@/api/checkout'
import CheckoutForm from '@/components/CheckoutForm.vue'
import { useCustomerStore } from '@/stores/customer'
import { address, checkoutRequest } from '@/test/fixtures'

function mountForm(props: { initial?: CheckoutRequest; invalidField?: string } = {}) {
  return mount(CheckoutForm, { props: { initial: null, pending: false, ...props } })
}

describe('CheckoutForm', () => {
  beforeEach(() => setActivePinia(createPinia()))

  it('submits the request that it was filled with', async () => {
    const wrapper = mountForm({ initial: checkoutRequest })

    await wrapper.get('form').trigger('submit')

    expect(wrapper.emitted('submit')).toEqual([[checkoutRequest]])
  })

  it('sends a billing address only if it differs', async () => {
    const wrapper = mountForm({ initial: checkoutRequest })
    await wrapper.get('#has-billing').setValue(true)
    for (const name of ['name', 'street', 'postalCode', 'city'] as const) {
      await wrapper.get(`#billing-${name}`).setValue(`Billing ${name}`)
    }

    await wrapper.get('form').trigger('submit')

    expect(wrapper.emitted<[CheckoutRequest]>('submit')?.[0]?.[0].billingAddress).toMatchObject({
      street: 'Billing street',
      country: 'DE',
    })
  })

  it('marks the field that the shop rejected', () => {
    const wrapper = mountForm({ invalidField: 'shippingAddress.city' })

    expect(wrapper.get('#shipping-city').attributes('aria-invalid')).toBe('true')
    expect(wrapper.get('#shipping-name').attributes()).not.toHaveProperty('aria-invalid')
  })

  it('starts with the default address of the customer', () => {
    useCustomerStore().$patch({
      customer: {
        id: 'cust_1',
        email: 'ada@example.com',
        name: 'Ada Beispiel',
        acceptsMarketing: false,
        defaultAddressId: 'adr_2',
        createdAt: '2026-01-01T00:00:00.000Z',
      },
      addresses: [
        { ...address, id: 'adr_1', city: 'Hamburg' },
        { ...address, id: 'adr_2', city: 'Berlin' },
      ],
    })

    const wrapper = mountForm()

    expect(wrapper.get<HTMLInputElement>('#shipping-city').element.value).toBe('Berlin')
    expect(wrapper.get<HTMLInputElement>('#email').element.value).toBe('ada@example.com')
  })
})
