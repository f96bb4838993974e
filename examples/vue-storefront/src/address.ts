/** Addresses between form and contract. */
import type { Address } from './api/checkout'

export const blank = (): Address => ({ name: '', company: '', street: '', postalCode: '', city: '', country: 'DE', phone: '' })

/** As it goes out: what was left empty and may be missing is missing. */
export function filled(address: Address): Address {
  const { company, phone, name, street, postalCode, city, country } = address
  return { name, ...(company && { company }), street, postalCode, city, country, ...(phone && { phone }) }
}

/** As a form holds it. */
export const editable = (address: Address): Address => ({ ...blank(), ...address })

export const oneLine = (address: Address) =>
  [address.name, address.company, address.street, `${address.postalCode} ${address.city}`].filter(Boolean).join(', ')
