// Small pictures, drawn here: brands, methods, the card and its code. None is anyone's logo file.

/** @param {string} inside @param {string} [back] @param {string} [edge] */
const plate = (inside, back = '#fff', edge = '#d8dbe2') =>
  `<svg class="p-Brand" viewBox="0 0 24 16" width="24" height="16">` +
  `<rect x=".5" y=".5" width="23" height="15" rx="2" fill="${back}" stroke="${edge}"/>${inside}</svg>`;

/** @param {string} text @param {string} colour @param {number} size @param {string} [more] */
const word = (text, colour, size, more = '') =>
  `<text x="12" y="${8 + size * 0.36}" font-family="Arial,Helvetica,sans-serif" font-size="${size}" ` +
  `font-weight="700" text-anchor="middle" fill="${colour}" ${more}>${text}</text>`;

/** @type {Record<string, string>} */
const BRANDS = {
  visa: plate(word('VISA', '#1a1f71', 7.4, 'font-style="italic"')),
  mastercard: plate(
    '<circle cx="9.4" cy="8" r="4.4" fill="#eb001b"/><circle cx="14.6" cy="8" r="4.4" fill="#f79e1b"/>' +
      '<path d="M12 4.45a4.4 4.4 0 0 1 0 7.1 4.4 4.4 0 0 1 0-7.1z" fill="#ff5f00"/>',
  ),
  amex: plate(word('AMEX', '#fff', 6.4), '#1f72cd', '#1f72cd'),
  discover: plate(
    '<path d="M9 15.5h13a1.5 1.5 0 0 0 1.5-1.5V9.5C19.5 12.4 15 14.4 9 15.5z" fill="#f48120"/>' +
      word('DISC', '#231f20', 5.6, 'dy="-1.6"'),
  ),
  diners: plate(
    '<circle cx="12" cy="8" r="5" fill="#0079be"/><circle cx="12" cy="8" r="3.4" fill="#fff"/>' +
      '<path d="M11 5.2v5.6a3 3 0 0 1 0-5.6zm2 0v5.6a3 3 0 0 0 0-5.6z" fill="#0079be"/>',
  ),
  jcb: plate(
    '<rect x="5" y="3" width="4.2" height="10" rx="1.2" fill="#0e4c96"/>' +
      '<rect x="9.9" y="3" width="4.2" height="10" rx="1.2" fill="#d0112b"/>' +
      '<rect x="14.8" y="3" width="4.2" height="10" rx="1.2" fill="#00843d"/>',
  ),
  unionpay: plate(
    '<path d="M6 3h4.6L8.6 13H4z" fill="#e21836"/><path d="M10.6 3h4.6l-2 10H8.6z" fill="#00447c"/>' +
      '<path d="M15.2 3H20l-2 10h-4.8z" fill="#007b84"/>',
  ),
  cartes_bancaires: plate(word('CB', '#fff', 8), '#14795c', '#14795c'),
};

const CARD =
  '<svg viewBox="0 0 16 16" width="16" height="16" fill="currentColor">' +
  '<path d="M0 5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2H0zm0 2h16v4a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V7zm3 3v1h3v-1z" ' +
  'fill-rule="evenodd"/></svg>';
const BANK =
  '<svg viewBox="0 0 16 16" width="16" height="16" fill="currentColor">' +
  '<path d="M8 1l7 4v1.5H1V5zM2.5 7.5h2V12h-2zm4.5 0h2V12H7zm4.5 0h2V12h-2zM1 13h14v2H1z"/></svg>';

/** Letters and colours of the methods that have no glyph. @type {Record<string, [string, string, string?]>} */
const LETTERS = {
  ideal: ['iD', '#cc0066'],
  bancontact: ['B', '#005498'],
  klarna: ['K', '#ffb3c7', '#17120f'],
  paypal: ['P', '#003087'],
  eps: ['eps', '#71163f'],
  p24: ['P24', '#c4122f'],
  blik: ['blik', '#111111'],
  apple_pay: ['Pay', '#000000'],
  google_pay: ['G', '#ffffff', '#1a73e8'],
  link: ['L', '#00d66f', '#011e0f'],
  amazon_pay: ['a', '#ff9900', '#111111'],
};

/** @param {string} brand @returns {string} markup; a card's outline where the brand is unknown */
export const brandIcon = (brand) => BRANDS[brand] ?? CARD;

/** @param {string} type of a payment method */
export function methodIcon(type) {
  if (type === 'card') return CARD;
  const letters = LETTERS[type];
  if (!letters) return BANK;
  const [text, back, ink = '#ffffff'] = letters;
  return plate(word(text, ink, text.length > 2 ? 7 : 10), back, back === '#ffffff' ? '#d8dbe2' : back);
}

export const CODE_ICON =
  '<svg viewBox="0 0 24 16" width="24" height="16">' +
  '<path d="M2 3a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v1H2zm0 3.5h9.2A6 6 0 0 0 12.6 15H4a2 2 0 0 1-2-2z" ' +
  'fill="currentColor" opacity=".55"/><rect x="12" y="6" width="11" height="8" rx="4" fill="currentColor" ' +
  'opacity=".9"/><path d="M14.6 9.2h1.4v2.6h-1.4zm2.2 0h1.4v2.6h-1.4zm2.2 0h1.4v2.6H19z" fill="#fff"/></svg>';

export const WRONG_ICON =
  '<svg viewBox="0 0 24 16" width="24" height="16" fill="currentColor">' +
  '<path d="M2 3a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v1H2zm0 3.5h18v.2a4.7 4.7 0 0 0-5.6 7.3H4a2 2 0 0 1-2-2z" ' +
  'opacity=".55"/><path d="M18.5 7a4 4 0 1 1 0 8 4 4 0 0 1 0-8zm-.6 1.4.2 3.2h.8l.2-3.2zm0 4.2v1h1.2v-1z"/></svg>';

export const REDIRECT_ICON =
  '<svg viewBox="0 0 48 32" width="48" height="32" fill="none" stroke="currentColor" stroke-width="2" ' +
  'stroke-linecap="round" stroke-linejoin="round"><path d="M24 26H5a2 2 0 0 1-2-2V6a2 2 0 ' +
  '0 1 2-2h30a2 2 0 0 1 2 2v5M3 10h34"/><path d="M30 20h14m-5-5 5 5-5 5"/><path d="M7 7h.01M11 7h.01"/></svg>';

/** @type {Record<string, string>} */
export const BRAND_NAMES = {
  amex: 'American Express',
  cartes_bancaires: 'Cartes Bancaires',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};
