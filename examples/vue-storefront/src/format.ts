/** How amounts, times and countries are shown. */
const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' })
const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' })
const regions = new Intl.DisplayNames('en', { type: 'region' })

export const money = (amount: number) => euros.format(amount)
export const day = (timestamp: string) => days.format(new Date(timestamp))
export const countryName = (code: string) => regions.of(code) ?? code

const SHIPPED_TO = ['AT', 'BE', 'CH', 'CZ', 'DE', 'DK', 'ES', 'FI', 'FR', 'GB', 'IE', 'IT', 'LU', 'NL', 'NO', 'PL', 'PT', 'SE']
/** Countries of the address form by name; the contract takes any assigned code. */
export const countries = SHIPPED_TO.map((code) => ({ code, name: countryName(code) })).sort((a, b) =>
  a.name.localeCompare(b.name),
)
