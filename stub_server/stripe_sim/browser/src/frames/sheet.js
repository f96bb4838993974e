// The sheet of a simulated wallet: what a phone would show, and a choice of how it ends.

import { countryNames } from '../common/countries.js';
import { h } from './dom.js';
import { BRAND_NAMES } from './icons.js';

/** What the wallet holds. @type {{number: string, brand: string, says: string}[]} */
export const HELD = [
  { number: '4242424242424242', brand: 'visa', says: 'sheetGood' },
  { number: '5555555555554444', brand: 'mastercard', says: 'sheetGood' },
  { number: '4000000000000002', brand: 'visa', says: 'sheetDeclined' },
  { number: '4000000000003220', brand: 'visa', says: 'sheetChallenge' },
];

/** Whose wallet it is. */
export const BUYER = {
  name: 'Jenny Rosen',
  email: 'jenny.rosen@example.com',
  phone: '+15555551234',
};
/** Where they live, by country; elsewhere as in the first. @type {Record<string, Record<string, string|null>>} */
const HOMES = {
  US: { line1: '354 Oyster Point Blvd', line2: null, city: 'South San Francisco', state: 'CA', postal_code: '94080' },
  DE: { line1: 'Torstraße 1', line2: null, city: 'Berlin', state: '', postal_code: '10119' },
  GB: { line1: '1 Finsbury Avenue', line2: null, city: 'London', state: '', postal_code: 'EC2M 2PF' },
};

/** @param {string} country */
export const homeIn = (country) => ({ ...(HOMES[country] ?? HOMES.US), country });

/**
 * @typedef {{id: string, amount: number, displayName: string, deliveryEstimate?: any}} Rate
 * @typedef {{name: string, amount: number}} Line
 * @typedef {object} Wanted
 * @property {string} type of the wallet
 * @property {number} [amount] in the currency's smallest unit
 * @property {string} [currency]
 * @property {boolean} [card] whether a card is chosen here
 * @property {Line[]} [lines]
 * @property {Rate[]} [rates]
 * @property {string[]|null} [countries] to ship to; null: nothing is shipped
 * @property {string} [home] the country chosen at first
 * @property {(address: any) => Promise<Partial<Wanted>|null>} [addressed] null: not there
 * @property {(rate: Rate) => Promise<Partial<Wanted>|null>} [rated]
 *
 * @typedef {{card: typeof HELD[number], country: string|null, rate: Rate|undefined}} Chosen
 */

/**
 * An open sheet; it stays until it is removed.
 * @param {import('./kit.js').Kit} kit @param {Wanted} wanted
 * @param {(chosen: Chosen) => void} pay @param {() => void} cancel
 */
export function openSheet(kit, wanted, pay, cancel) {
  const { words, locale } = kit;
  const wallet = words(wanted.type);
  let now = { ...wanted };
  let rate = wanted.rates?.[0];
  const money = (/** @type {number} */ amount) => moneyOf(locale, amount, now.currency);
  const card = labelled(words('sheetCard'), 'sheet-card');
  card.select.append(
    ...HELD.map(({ number, brand, says }, place) =>
      h('option', { value: String(place) }, words(says, { brand: BRAND_NAMES[brand] ?? brand, last4: number.slice(-4) })),
    ),
  );
  const country = labelled(words('sheetAddress'), 'sheet-country');
  if (wanted.countries) {
    country.select.append(
      ...countryNames(locale, wanted.countries.length ? wanted.countries : undefined).map(([value, name]) =>
        h('option', { value }, name),
      ),
    );
    country.select.value = wanted.home ?? '';
    if (!country.select.value) country.select.selectedIndex = 0;
  }
  const rates = labelled(words('sheetRate'), 'sheet-rate');
  const lines = h('div', { class: 'p-SheetLines' });
  const said = h('p', { class: 'p-SheetError Error', role: 'alert' });
  const payButton = h('button', { type: 'button', class: 'p-Button p-Button--primary' });
  const cancelButton = h('button', { type: 'button', class: 'p-Button' }, words('cancel'));

  const draw = () => {
    rates.row.hidden = !now.rates?.length;
    rates.select.replaceChildren(
      ...(now.rates ?? []).map((one) =>
        h('option', { value: one.id }, `${one.displayName} · ${one.amount ? money(one.amount) : words('free')}`),
      ),
    );
    rates.select.value = rate?.id ?? '';
    const rows = [...(now.lines ?? []).map((line) => [line.name, money(line.amount)])];
    if (now.amount !== undefined && now.currency) rows.push([words('total'), money(now.amount)]);
    lines.replaceChildren(
      ...rows.map(([name, amount]) => h('div', { class: 'p-SheetLine' }, h('span', {}, name), h('span', {}, amount))),
    );
    payButton.textContent = words(now.card === false ? 'continue' : 'pay');
  };

  /** Ask the page about a change, and take what it answers. @param {Promise<Partial<Wanted>|null>|undefined} asked */
  const ask = async (asked) => {
    said.textContent = '';
    payButton.disabled = true;
    const answer = await asked;
    payButton.disabled = answer === null;
    if (answer === null) said.textContent = words('unserviceable');
    else now = { ...now, ...answer };
    if (answer?.rates) rate = answer.rates.find((one) => one.id === rate?.id) ?? answer.rates[0];
    draw();
  };
  country.select.addEventListener('change', () => ask(wanted.addressed?.(homeIn(country.select.value))));
  rates.select.addEventListener('change', () => {
    rate = now.rates?.find((one) => one.id === rates.select.value);
    if (rate) void ask(wanted.rated?.(rate));
  });

  const title = words('sheetTitle', { wallet });
  const node = h(
    'div',
    { class: 'p-Sheet Block', role: 'dialog', 'aria-modal': 'true', 'aria-label': title, 'data-testid': 'wallet-sheet' },
    h('div', { class: 'p-SheetTitle Heading' }, title),
    h('p', { class: 'p-Note TermsText' }, words('sheetNote')),
    wanted.card === false ? null : card.row,
    wanted.countries ? country.row : null,
    rates.row,
    lines,
    said,
    h('div', { class: 'p-SheetButtons' }, cancelButton, payButton),
  );
  /** @param {boolean} on */
  const busy = (on) => {
    for (const one of node.querySelectorAll('button, select')) one.toggleAttribute('disabled', on);
    node.toggleAttribute('aria-busy', on);
    if (on) payButton.textContent = words('processing');
    else draw();
  };
  payButton.addEventListener('click', () => {
    busy(true);
    pay({
      card: HELD[Number(card.select.value)] ?? /** @type {any} */ (HELD[0]),
      country: wanted.countries ? country.select.value : null,
      rate,
    });
  });
  cancelButton.addEventListener('click', cancel);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      cancel();
    }
  });
  draw();
  return {
    node,
    focus: () => payButton.focus(),
    /** Ask about the address that stands there already. */
    begin: () => (wanted.countries && wanted.addressed ? ask(wanted.addressed(homeIn(country.select.value))) : undefined),
    /** @param {string} message */
    fail(message) {
      busy(false);
      said.textContent = message;
    },
  };
}

/** @param {string} text @param {string} id */
function labelled(text, id) {
  const select = h('select', { id, class: 'p-Select-select Input' });
  const holder = h('div', { class: 'p-Input p-Select' }, select);
  return { select, row: h('div', { class: 'p-Field' }, h('label', { for: id, class: 'Label' }, text), holder) };
}

/** @param {string} locale @param {number} amount @param {string|undefined} currency */
export function moneyOf(locale, amount, currency) {
  if (!currency) return '';
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
