import type { Address } from '@/api/checkout'

export function emptyAddress(): Address {
  const text = { name: '', company: '', street: '', postalCode: '', city: '', phone: '' }
  return { ...text, country: 'DE' }
}

/** Return an address with a value for every field of the form. */
export function toFormAddress(address: Address): Address {
  return { ...emptyAddress(), ...address }
}

/** Return the address to send: without its id, and without optional fields that are empty. */
export function toRequestAddress(address: Address): Address {
  const { name, company, street, postalCode, city, country, phone } = address
  const required = { name, street, postalCode, city, country }
  return { ...required, ...(company && { company }), ...(phone && { phone }) }
}

export function formatAddress(address: Address): string {
  const town = `${address.postalCode} ${address.city}`
  return [address.name, address.company, address.street, town].filter(Boolean).join(', ')
}
