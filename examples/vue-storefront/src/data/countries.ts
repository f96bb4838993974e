import { countryName } from '@/utils/format'

const CODES = 'AT BE CH CZ DE DK ES FI FR GB IE IT LU NL NO PL PT SE'.split(' ')

/** Countries that the shop ships to, sorted by name. */
export const countries = CODES.map((code) => ({ code, name: countryName(code) })).sort((a, b) =>
  a.name.localeCompare(b.name),
)
