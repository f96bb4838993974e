/** Who is logged in, and their addresses. */
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Address } from '../api/checkout'
import * as api from '../api/customers'
import { useCart } from './cart'

export const useCustomer = defineStore('customer', () => {
  const customer = ref<api.Customer | null>(null)
  const addresses = ref<api.StoredAddress[]>([])
  let asked: Promise<void> | undefined

  async function took(answer: api.Customer | null) {
    customer.value = answer
    addresses.value = answer ? await api.addresses() : []
  }

  return {
    customer,
    addresses,
    /** Asks the backend once for this page's life. */
    known: () => (asked ??= api.me().then(took)),
    login: async (email: string, password: string) => took(await api.login(email, password)),
    register: async (request: api.RegisterRequest) => took(await api.register(request)),
    async logout() {
      await api.logout()
      await took(null)
      await useCart().refresh()
    },
    async change(members: Parameters<typeof api.change>[0]) {
      customer.value = await api.change(members)
    },
    async addAddress(address: Address) {
      addresses.value = await api.addAddress(address)
    },
    async updateAddress(id: string, address: Address) {
      addresses.value = await api.updateAddress(id, address)
    },
    async removeAddress(id: string) {
      addresses.value = await api.removeAddress(id)
      customer.value = await api.me()
    },
  }
})
