import { describe, expect, it } from 'vitest'
import { address } from '@/test/fixtures'
import { emptyAddress, formatAddress, toFormAddress, toRequestAddress } from '@/utils/address'

describe('toRequestAddress', () => {
  it('omits optional fields that are empty', () => {
    expect(toRequestAddress(toFormAddress(address))).toEqual(address)
  })

  it('keeps optional fields that have a value', () => {
    const withPhone = { ...emptyAddress(), ...address, phone: '+49 30 1234' }

    expect(toRequestAddress(withPhone)).toEqual({ ...address, phone: '+49 30 1234' })
  })

  it('omits the id of a stored address', () => {
    expect(toRequestAddress({ ...address, id: 'adr_1' } as typeof address)).toEqual(address)
  })
})

describe('formatAddress', () => {
  it('joins the parts that are there', () => {
    expect(formatAddress(address)).toBe('Ada Beispiel, Musterweg 1, 10115 Berlin')
  })
})
