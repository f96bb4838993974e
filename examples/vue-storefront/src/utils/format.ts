const currency = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' })
const longDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' })
const regions = new Intl.DisplayNames('en', { type: 'region' })

/** Format an amount in euros, for example `€5.49`. */
export function formatMoney(amount: number): string {
  return currency.format(amount)
}

/** Format an ISO 8601 timestamp as a date, for example `4 March 2026`. */
export function formatDate(timestamp: string): string {
  return longDate.format(new Date(timestamp))
}

export function countryName(code: string): string {
  return regions.of(code) ?? code
}
