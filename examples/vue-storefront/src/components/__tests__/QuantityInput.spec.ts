import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import QuantityInput from '@/components/QuantityInput.vue'

function mountInput(quantity: number) {
  return mount(QuantityInput, { props: { id: 'quantity', label: 'Quantity', quantity } })
}

describe('QuantityInput', () => {
  it('emits the quantity above and below', async () => {
    const wrapper = mountInput(2)

    await wrapper.get('[aria-label="Increase quantity"]').trigger('click')
    await wrapper.get('[aria-label="Decrease quantity"]').trigger('click')

    expect(wrapper.emitted('change')).toEqual([[3], [1]])
  })

  it('does not go below one', () => {
    const decrease = mountInput(1).get('[aria-label="Decrease quantity"]')

    expect(decrease.attributes()).toHaveProperty('disabled')
  })

  it.each(['0', '-1', 'many', ''])('restores the value after the input %j', async (text) => {
    const wrapper = mountInput(2)
    const input = wrapper.get('input')

    await input.setValue(text)

    expect(wrapper.emitted('change')).toBeUndefined()
    expect(input.element.value).toBe('2')
  })
})
