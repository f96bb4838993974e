// IBANs: grouped, checked, and what they say of country and bank.

/** How long a country's IBAN is. */
const LENGTHS = table(
  'AD24 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 ' +
    'IE22 IS26 IT27 LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 RO24 SE24 SI19 SK24 SM27 VA22',
);

/** Examples for the empty field. @type {Record<string, string>} */
const EXAMPLES = {
  AT: 'AT611904300234573201',
  BE: 'BE62510007547061',
  DE: 'DE00123456789012345678',
  ES: 'ES0700120345030000067890',
  FI: 'FI2112345600000785',
  FR: 'FR1420041010050500013M02606',
  IE: 'IE29AIBK93115212345678',
  IT: 'IT40S0542811101000000123456',
  LU: 'LU280019400644750000',
  NL: 'NL39RABO0300065264',
};

/** Banks of the test IBANs, by the start of what follows the check digits. @type {Record<string, string>} */
const BANKS = {
  BE510: 'VAN DE PUT & CO',
  DE37040044: 'COMMERZBANK',
  FR20041: 'LA BANQUE POSTALE',
  IEAIBK: 'ALLIED IRISH BANKS',
  NLABNA: 'ABN AMRO BANK',
  NLRABO: 'RABOBANK',
};

/** @param {string} text @returns {Record<string, number>} */
function table(text) {
  return Object.fromEntries(
    text.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
  );
}

/** Letters and digits only, upper case. @param {string} text */
export const bareIban = (text) => text.replace(/[^a-z0-9]/gi, '').toUpperCase();

/** Groups of four, cut to the country's length. @param {string} text */
export function formatIban(text) {
  const bare = bareIban(text).slice(0, LENGTHS[countryOfIban(text)] ?? 34);
  return bare.replace(/(.{4})(?=.)/g, '$1 ');
}

/** The two letters, or '' when there are none yet. @param {string} text */
export const countryOfIban = (text) => /^[A-Z]{2}/.exec(bareIban(text))?.[0] ?? '';

/** The bank's name as far as it is known, else ''. @param {string} text */
export function bankOfIban(text) {
  const bare = bareIban(text);
  const place = bare.slice(0, 2) + bare.slice(4);
  const found = Object.keys(BANKS).find((start) => place.startsWith(start));
  return found ? BANKS[found] : '';
}

/** @param {string} country two letters; a country without an example has Germany's */
export const exampleIban = (country) => formatIban(EXAMPLES[country] ?? EXAMPLES.DE);

/**
 * @param {string} text
 * @returns {'incomplete_iban'|'invalid_iban'|'invalid_iban_start'|'invalid_iban_country_code'|null}
 */
export function ibanFault(text) {
  const bare = bareIban(text);
  if (bare && !/^[A-Z]{1,2}$|^[A-Z]{2}/.test(bare)) return 'invalid_iban_start';
  if (bare.length < 2) return 'incomplete_iban';
  const length = LENGTHS[bare.slice(0, 2)];
  if (!length) return 'invalid_iban_country_code';
  if (bare.length < length) return 'incomplete_iban';
  return remainder(bare) === 1 ? null : 'invalid_iban';
}

/** ISO 7064: the first four to the end, letters as 10 to 35, modulo 97. @param {string} bare */
function remainder(bare) {
  return [...bare.slice(4) + bare.slice(0, 4)].reduce((rest, sign) => {
    const value = parseInt(sign, 36);
    return (rest * (value > 9 ? 100 : 10) + value) % 97;
  }, 0);
}
