// The ways to pay that have a form here: what each asks, and what it says.

/**
 * @typedef {object} MethodForm
 * @property {string[]} asks members of billing_details
 * @property {'card'|'iban'|'bank'|'blik'|'wallet'|null} special
 * @property {boolean} redirects
 */

/** @type {Record<string, MethodForm>} */
const FORMS = {
  card: { asks: ['address.country', 'address.postalCode'], special: 'card', redirects: false },
  sepa_debit: { asks: ['name', 'email'], special: 'iban', redirects: false },
  ideal: { asks: ['name'], special: null, redirects: true },
  bancontact: { asks: ['name'], special: null, redirects: true },
  eps: { asks: ['name'], special: null, redirects: true },
  p24: { asks: ['name', 'email'], special: null, redirects: true },
  klarna: { asks: ['email', 'address.country'], special: null, redirects: true },
  paypal: { asks: [], special: null, redirects: true },
  blik: { asks: [], special: 'blik', redirects: false },
  apple_pay: { asks: [], special: 'wallet', redirects: false },
  google_pay: { asks: [], special: 'wallet', redirects: false },
};

/** The members of `terms`, by type. @type {Record<string, string>} */
export const TERMS = {
  apple_pay: 'applePay',
  bancontact: 'bancontact',
  card: 'card',
  google_pay: 'googlePay',
  ideal: 'ideal',
  klarna: 'klarna',
  paypal: 'paypal',
  sepa_debit: 'sepaDebit',
};

const PLAIN = /** @type {MethodForm} */ ({ asks: ['name', 'email'], special: null, redirects: true });

/** @param {string} type */
export const formOf = (type) => FORMS[type] ?? PLAIN;

/**
 * The types to offer, in order: the session's, wallets after the card, then as the page orders.
 * @param {Record<string, any>|null} session @param {Record<string, any>} group
 * @param {{wallets?: Record<string, string>, paymentMethodOrder?: string[]}} options
 * @returns {string[]}
 */
export function offered(session, group, { wallets = {}, paymentMethodOrder = [] }) {
  /** @type {string[]} */
  const given = session?.payment_method_preference?.ordered_payment_method_types ??
    group.paymentMethodTypes ?? ['card'];
  const types = given.filter((type) => type !== 'link');
  const card = types.indexOf('card');
  if (card >= 0) {
    const shown = [];
    if (wallets.applePay !== 'never') shown.push('apple_pay');
    if (wallets.googlePay !== 'never') shown.push('google_pay');
    types.splice(card + 1, 0, ...shown);
  }
  const first = paymentMethodOrder.filter((type) => types.includes(type));
  return [...first, ...types.filter((type) => !first.includes(type))];
}

/** Whether a wallet stands for the card here. @param {string} type */
export const isWallet = (type) => formOf(type).special === 'wallet';
