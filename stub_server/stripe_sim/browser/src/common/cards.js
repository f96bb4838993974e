// Card numbers: which brand, how they are grouped, and whether they can be one.

/**
 * @typedef {'visa'|'mastercard'|'amex'|'discover'|'diners'|'jcb'|'unionpay'|'unknown'} Brand
 * @typedef {{brand: Brand, starts: RegExp, lengths: number[], gaps: number[], cvc: number}} Scheme
 */

const FOURS = [4, 8, 12, 16];

/** @type {Scheme[]} the first whose start fits is the card's */
const SCHEMES = [
  { brand: 'visa', starts: /^4/, lengths: [16], gaps: FOURS, cvc: 3 },
  {
    brand: 'mastercard',
    starts: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/,
    lengths: [16],
    gaps: FOURS,
    cvc: 3,
  },
  { brand: 'amex', starts: /^3[47]/, lengths: [15], gaps: [4, 10], cvc: 4 },
  { brand: 'diners', starts: /^36/, lengths: [14], gaps: [4, 10], cvc: 3 },
  { brand: 'diners', starts: /^3(0[0-5]|095|[89])/, lengths: [14, 16], gaps: FOURS, cvc: 3 },
  { brand: 'jcb', starts: /^35(2[89]|[3-8])/, lengths: [16], gaps: FOURS, cvc: 3 },
  { brand: 'discover', starts: /^(6011|64[4-9]|65)/, lengths: [16], gaps: FOURS, cvc: 3 },
  { brand: 'unionpay', starts: /^(62|81)/, lengths: [16, 17, 18, 19], gaps: FOURS, cvc: 3 },
];

/** @type {Scheme} */
const UNKNOWN = { brand: 'unknown', starts: /^/, lengths: [16], gaps: FOURS, cvc: 4 };

/** Only the digits of what was typed or pasted. @param {string} text */
export const digitsOf = (text) => text.replace(/\D/g, '');

/** @param {string} digits @returns {Scheme} */
export function schemeOf(digits) {
  return SCHEMES.find((scheme) => scheme.starts.test(digits)) ?? UNKNOWN;
}

/** @param {string} digits @returns {Brand} */
export const brandOf = (digits) => schemeOf(digits).brand;

/** How many digits the number can have at most. @param {string} digits */
export const longest = (digits) => Math.max(...schemeOf(digits).lengths);

/**
 * The two networks of a co-branded test card, the local one first; of any other card its brand.
 * @param {string} digits @returns {string[]}
 */
export function networksOf(digits) {
  const brand = brandOf(digits);
  if (/^(40000025|55555525)/.test(digits)) return ['cartes_bancaires', brand];
  return brand === 'unknown' ? [] : [brand];
}

/** The check digit is right. @param {string} digits */
export function luhn(digits) {
  const sum = [...digits].reverse().reduce((total, sign, place) => {
    const twice = Number(sign) * (place % 2 ? 2 : 1);
    return total + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return sum % 10 === 0;
}

/** What was typed, cut to length and grouped as on the card. @param {string} text */
export function formatNumber(text) {
  const digits = digitsOf(text).slice(0, longest(digitsOf(text)));
  const { gaps } = schemeOf(digits);
  return [...digits].map((sign, place) => (gaps.includes(place) ? ` ${sign}` : sign)).join('');
}

/**
 * What is wrong with a number; one that may still grow is incomplete.
 * @param {string} text @returns {'incomplete_number'|'invalid_number'|null}
 */
export function numberFault(text) {
  const digits = digitsOf(text);
  const { brand, lengths } = schemeOf(digits);
  if (digits.length < Math.min(...lengths)) return 'incomplete_number';
  if (brand !== 'unknown' && lengths.includes(digits.length) && luhn(digits)) return null;
  return digits.length < Math.max(...lengths) ? 'incomplete_number' : 'invalid_number';
}

/** What was typed as security code, cut to the brand's length. @param {string} text @param {string} number */
export function formatCvc(text, number) {
  return digitsOf(text).slice(0, schemeOf(digitsOf(number)).cvc);
}

/** @param {string} text @param {string} number @returns {'incomplete_cvc'|null} */
export function cvcFault(text, number) {
  const { brand, cvc } = schemeOf(digitsOf(number));
  return digitsOf(text).length < (brand === 'unknown' ? 3 : cvc) ? 'incomplete_cvc' : null;
}

/**
 * Whether the bank is American as far as the number tells: test numbers that begin with 400000 name
 * their country in the next three digits.
 * @param {string} number
 */
export function fromUnitedStates(number) {
  const country = /^400000(\d{3})/.exec(digitsOf(number))?.[1];
  return !country || country === '840' || country === '000';
}

/** The test cards that are not credit cards. @type {Record<string, string>} */
const FUNDING = {
  4000056655665556: 'debit',
  5200828282828210: 'debit',
  6011981111111113: 'debit',
  5105105105105100: 'prepaid',
};

/** How the card is funded: of a test card it is known. @param {string} number */
export const fundingOf = (number) => FUNDING[digitsOf(number)] ?? 'credit';
