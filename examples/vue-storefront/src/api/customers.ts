/** The customers' calls. */
import type { Address } from './checkout'
import { client, taken, type Schema } from './client'

export type Customer = Schema['Customer']
export type StoredAddress = Schema['StoredAddress']
export type RegisterRequest = Schema['RegisterRequest']

const ME = '/api/customers/me'
const ADDRESSES = '/api/customers/me/addresses'
const ONE_ADDRESS = '/api/customers/me/addresses/{id}'

/** Who is logged in, null for a guest (C-cus-1). */
export const me = () => taken<Customer | null>(client.GET(ME))

export const register = (body: RegisterRequest) =>
  taken<Customer>(client.POST('/api/customers/register', { body }))

export const login = (email: string, password: string) =>
  taken<Customer>(client.POST('/api/customers/login', { body: { email, password } }))

export const logout = () => taken<unknown>(client.POST('/api/customers/logout'))

export const change = (body: { name?: string; email?: string; defaultAddressId?: string; acceptsMarketing?: boolean }) =>
  taken<Customer>(client.PATCH(ME, { body }))

export const addresses = () => taken<StoredAddress[]>(client.GET(ADDRESSES))

export const addAddress = (body: Address) => taken<StoredAddress[]>(client.POST(ADDRESSES, { body }))

export const updateAddress = (id: string, body: Partial<Address>) =>
  taken<StoredAddress[]>(client.PATCH(ONE_ADDRESS, { params: { path: { id } }, body }))

export const removeAddress = (id: string) =>
  taken<StoredAddress[]>(client.DELETE(ONE_ADDRESS, { params: { path: { id } } }))

/** Has a mail sent; answers the same for every address (C-cus-7). */
export const requestReset = (email: string) =>
  taken<unknown>(client.POST('/api/customers/password/reset', { body: { email } }))

export const confirmReset = (token: string, password: string) =>
  taken<unknown>(client.POST('/api/customers/password/confirm', { body: { token, password } }))
