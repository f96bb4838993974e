// Countries: their names, and what an address has there.

/** Those that an address can be in. */
const CODES = (
  'AC AD AE AF AG AI AL AM AO AQ AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS ' +
  'BT BV BW BY BZ CA CD CF CG CH CI CK CL CM CN CO CR CV CW CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ' +
  'ES ET FI FJ FK FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HN HR HT HU ID ' +
  'IE IL IM IN IO IQ IS IT JE JM JO JP KE KG KH KI KM KN KR KW KY KZ LA LB LC LI LK LR LS LT LU LV ' +
  'LY MA MC MD ME MF MG MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NR NU ' +
  'NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PY QA RE RO RS RU RW SA SB SC SE SG SH SI SJ SK SL SM ' +
  'SN SO SR SS ST SV SX SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC ' +
  'VE VG VN VU WF WS XK YE YT ZA ZM ZW'
).split(' ');

/** Places that have no postal codes. */
const NO_POSTAL = new Set(
  (
    'AC AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM DJ DM ER FJ GD GH GM GN GQ GY HK JM KI KM ' +
    'KN LC LR ML MO MR MS MW NR NU PA QA RW SB SC SL SO SR ST SY TD TF TG TK TL TO TT TV TZ UG VU ' +
    'WS YE ZW'
  ).split(' '),
);

/** Where the banks of cards are told the postal code, so that card forms ask for it. */
const CARD_POSTAL = new Set(['US', 'GB', 'CA', 'PR', 'GU', 'VI']);

const STATES = {
  US:
    'AL Alabama;AK Alaska;AS American Samoa;AZ Arizona;AR Arkansas;AA Armed Forces (AA);' +
    'AE Armed Forces (AE);AP Armed Forces (AP);CA California;CO Colorado;CT Connecticut;' +
    'DE Delaware;DC District of Columbia;FL Florida;GA Georgia;GU Guam;HI Hawaii;ID Idaho;' +
    'IL Illinois;IN Indiana;IA Iowa;KS Kansas;KY Kentucky;LA Louisiana;ME Maine;' +
    'MH Marshall Islands;MD Maryland;MA Massachusetts;MI Michigan;FM Micronesia;MN Minnesota;' +
    'MS Mississippi;MO Missouri;MT Montana;NE Nebraska;NV Nevada;NH New Hampshire;NJ New Jersey;' +
    'NM New Mexico;NY New York;NC North Carolina;ND North Dakota;MP Northern Mariana Islands;' +
    'OH Ohio;OK Oklahoma;OR Oregon;PW Palau;PA Pennsylvania;PR Puerto Rico;RI Rhode Island;' +
    'SC South Carolina;SD South Dakota;TN Tennessee;TX Texas;UT Utah;VT Vermont;' +
    'VI Virgin Islands;VA Virginia;WA Washington;WV West Virginia;WI Wisconsin;WY Wyoming',
  CA:
    'AB Alberta;BC British Columbia;MB Manitoba;NB New Brunswick;NL Newfoundland and Labrador;' +
    'NT Northwest Territories;NS Nova Scotia;NU Nunavut;ON Ontario;PE Prince Edward Island;' +
    'QC Quebec;SK Saskatchewan;YT Yukon',
  AU:
    'ACT Australian Capital Territory;NSW New South Wales;NT Northern Territory;QLD Queensland;' +
    'SA South Australia;TAS Tasmania;VIC Victoria;WA Western Australia',
};

/** Countries whose addresses name a part of the country. @type {Record<string, string>} */
const STATE_LABELS = {
  US: 'state', CA: 'province', AU: 'state', BR: 'state', CN: 'province', ES: 'province', IE: 'county',
  IN: 'state', IT: 'province', JP: 'prefecture', KR: 'province', MX: 'state', MY: 'state', TH: 'province',
};

/** What a postal code looks like once it is whole; elsewhere anything goes. @type {Record<string, RegExp>} */
const POSTAL = {
  US: /^\d{5}(-?\d{4})?$/, GB: /^[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$/i, CA: /^[a-z]\d[a-z] ?\d[a-z]\d$/i,
  AT: /^\d{4}$/, AU: /^\d{4}$/, BE: /^\d{4}$/, CH: /^\d{4}$/, CZ: /^\d{3} ?\d{2}$/, DE: /^\d{5}$/,
  DK: /^\d{4}$/, ES: /^\d{5}$/, FI: /^\d{5}$/, FR: /^\d{5}$/, IT: /^\d{5}$/, LU: /^\d{4}$/,
  NL: /^\d{4} ?[a-z]{2}$/i, NO: /^\d{4}$/, PL: /^\d{2}-?\d{3}$/, SE: /^\d{3} ?\d{2}$/,
};
POSTAL.PR = POSTAL.GU = POSTAL.VI = POSTAL.US;

/**
 * @typedef {object} AddressForm
 * @property {boolean} postal whether there is a postal code
 * @property {'zip'|'postalCode'} postalLabel key of its label
 * @property {boolean} postalFirst before the city, as in most of Europe
 * @property {string|null} stateLabel key of the label; null: addresses name no state
 * @property {[string, string][]} states value and name, or none: then it is typed
 * @property {'city'|'suburb'|'postTown'} cityLabel
 */

/** @param {string} country @returns {AddressForm} */
export function addressForm(country) {
  const states = /** @type {Record<string, string>} */ (STATES)[country] ?? '';
  const american = country === 'US' || country === 'PR';
  return {
    postal: !NO_POSTAL.has(country),
    postalLabel: american ? 'zip' : 'postalCode',
    postalFirst: !/^(US|CA|AU|GB|IE|IN|JP|NZ|HK|SG|ZA|PR)$/.test(country),
    stateLabel: STATE_LABELS[country] ?? null,
    states: states ? states.split(';').map((entry) => {
      const gap = entry.indexOf(' ');
      return [entry.slice(0, gap), entry.slice(gap + 1)];
    }) : [],
    cityLabel: country === 'AU' ? 'suburb' : country === 'GB' ? 'postTown' : 'city',
  };
}

/** Whether a card form asks for the postal code there. @param {string} country */
export const cardWantsPostal = (country) => CARD_POSTAL.has(country);

/** An example of a postal code. @param {string} country */
export const postalExample = (country) =>
  ({ GB: 'WS11 1DB', CA: 'M5T 1T4' })[country] ?? (cardWantsPostal(country) ? '12345' : '');

/** @param {string} text @param {string} country @returns {'incomplete_zip'|null} */
export function postalFault(text, country) {
  const code = text.trim();
  const whole = POSTAL[country];
  return code && (!whole || whole.test(code)) ? null : 'incomplete_zip';
}

/**
 * Countries as value and name, in the order of their names.
 * @param {string} locale @param {string[]} [allowed] @returns {[string, string][]}
 */
export function countryNames(locale, allowed) {
  const names = new Intl.DisplayNames([locale, 'en'], { type: 'region' });
  const chosen = allowed ? CODES.filter((code) => allowed.includes(code)) : CODES;
  const collator = new Intl.Collator(locale);
  /** @type {[string, string][]} */
  const pairs = chosen.map((code) => [code, names.of(code) ?? code]);
  return pairs.sort((one, other) => collator.compare(one[1], other[1]));
}
