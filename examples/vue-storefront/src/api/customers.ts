/** Calls for accounts, addresses and passwords. */
import type { Address } from './checkout'
import { client, unwrap, type Schemas } from './client'

export type Customer = Schemas['Customer']
export type StoredAddress = Schemas['StoredAddress']
export type RegisterRequest = Schemas['RegisterRequest']
export type CustomerUpdate = Partial<
  Pick<Customer, 'name' | 'email' | 'defaultAddressId' | 'acceptsMarketing'>
>

const ME = '/api/customers/me'
const ADDRESSES = '/api/customers/me/addresses'
const ADDRESS = '/api/customers/me/addresses/{id}'

/** Return the current customer, or null for a guest. */
export function getCustomer(): Promise<Customer | null> {
  return unwrap<Customer | null>(client.GET(ME))
}

export function register(body: RegisterRequest): Promise<Customer> {
  return unwrap<Customer>(client.POST('/api/customers/register', { body }))
}

export function login(email: string, password: string): Promise<Customer> {
  return unwrap<Customer>(client.POST('/api/customers/login', { body: { email, password } }))
}

export async function logout(): Promise<void> {
  await unwrap<unknown>(client.POST('/api/customers/logout'))
}

export function updateCustomer(body: CustomerUpdate): Promise<Customer> {
  return unwrap<Customer>(client.PATCH(ME, { body }))
}

export function listAddresses(): Promise<StoredAddress[]> {
  return unwrap<StoredAddress[]>(client.GET(ADDRESSES))
}

export function addAddress(body: Address): Promise<StoredAddress[]> {
  return unwrap<StoredAddress[]>(client.POST(ADDRESSES, { body }))
}

export function updateAddress(id: string, body: Partial<Address>): Promise<StoredAddress[]> {
  return unwrap<StoredAddress[]>(client.PATCH(ADDRESS, { params: { path: { id } }, body }))
}

export function removeAddress(id: string): Promise<StoredAddress[]> {
  return unwrap<StoredAddress[]>(client.DELETE(ADDRESS, { params: { path: { id } } }))
}

/** Send a reset email. The response is the same whether or not the account exists. */
export async function requestPasswordReset(email: string): Promise<void> {
  await unwrap<unknown>(client.POST('/api/customers/password/reset', { body: { email } }))
}

export async function confirmPasswordReset(token: string, password: string): Promise<void> {
  const body = { token, password }
  await unwrap<unknown>(client.POST('/api/customers/password/confirm', { body }))
}
