import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Address } from '@/api/checkout'
import * as api from '@/api/customers'
import { useCartStore } from './cart'

/** The customer who is logged in, and their addresses. */
export const useCustomerStore = defineStore('customer', () => {
  const customer = ref<api.Customer | null>(null)
  const addresses = ref<api.StoredAddress[]>([])
  let loading: Promise<void> | undefined

  async function setCustomer(value: api.Customer | null): Promise<void> {
    customer.value = value
    addresses.value = value ? await api.listAddresses() : []
  }

  async function fetchCustomer(): Promise<void> {
    try {
      await setCustomer(await api.getCustomer())
    } catch (error) {
      loading = undefined // The next call tries again.
      throw error
    }
  }

  /** Load the customer once per page. */
  function load(): Promise<void> {
    return (loading ??= fetchCustomer())
  }

  async function login(email: string, password: string): Promise<void> {
    await setCustomer(await api.login(email, password))
  }

  async function register(request: api.RegisterRequest): Promise<void> {
    await setCustomer(await api.register(request))
  }

  async function logout(): Promise<void> {
    await api.logout()
    await setCustomer(null)
    await useCartStore().refresh()
  }

  async function setDefaultAddress(id: string): Promise<void> {
    customer.value = await api.updateCustomer({ defaultAddressId: id })
  }

  async function addAddress(address: Address): Promise<void> {
    addresses.value = await api.addAddress(address)
  }

  async function updateAddress(id: string, address: Address): Promise<void> {
    addresses.value = await api.updateAddress(id, address)
  }

  async function removeAddress(id: string): Promise<void> {
    addresses.value = await api.removeAddress(id)
    customer.value = await api.getCustomer()
  }

  const account = { customer, load, login, register, logout }
  return { ...account, addresses, setDefaultAddress, addAddress, updateAddress, removeAddress }
})
