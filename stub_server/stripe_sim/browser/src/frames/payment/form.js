// The form of one way to pay.

import { formatIban, ibanFault, bareIban, exampleIban } from '../../common/iban.js';
import { h, svg } from '../dom.js';
import { asked, emailField, homeOf, nameField, placeFields } from '../fields/billing.js';
import { cardFields } from '../fields/cards.js';
import { createField } from '../fields/field.js';
import { REDIRECT_ICON } from '../icons.js';
import { businessOf, keepsMethod } from '../kit.js';
import { formOf, TERMS } from './methods.js';

/**
 * @typedef {ReturnType<typeof createForm>} MethodForm
 * @typedef {import('../fields/field.js').Field} Field
 */

/**
 * @param {import('../kit.js').Kit} kit @param {string} type
 * @param {(cards: ReturnType<typeof cardFields>) => void} numbered called when a card's number changed
 */
export function createForm(kit, type, numbered) {
  const { words } = kit;
  const { asks, special, redirects } = formOf(type);
  const wanted = asked(kit, type, asks);
  /** @type {ReturnType<typeof cardFields>|null} */
  const card = special === 'card' ? cardFields(kit, () => card && numbered(card)) : null;
  const iban = special === 'iban' ? ibanField(kit) : null;
  const code = special === 'blik' ? blikField(kit) : null;
  const name = wanted.includes('name') ? nameField(kit) : null;
  const email = wanted.includes('email') ? emailField(kit) : null;
  const place = placeFields(kit, {
    country: wanted.includes('address.country'),
    postal: wanted.includes('address.postalCode'),
  });
  const fields = () =>
    /** @type {Field[]} */ (
      [...(type === 'card' ? [name] : []), ...(card?.all ?? []), iban, code, type === 'card' ? null : name, email]
        .filter(Boolean)
    ).concat(place.fields());

  const rows = [
    type === 'card' && name?.node,
    card && h('div', { class: 'p-CardFields' }, card.number.node, card.expiry.node, card.cvc.node),
    iban?.node,
    code?.node,
    type !== 'card' && name?.node,
    email?.node,
    place.nodes.some(Boolean) && h('div', { class: 'p-PlaceFields' }, ...place.nodes),
    redirects && redirectNote(kit, type),
    special === 'blik' && h('p', { class: 'p-Note Text' }, words('blikHow')),
    special === 'wallet' && walletNote(kit, type),
    saveBox(kit, type),
    terms(kit, type),
  ];
  const node = h('div', { class: `p-Form p-${special === 'card' ? 'Card' : 'Method'}Form` }, ...rows);

  const address = () => place.address();
  return {
    type,
    node,
    fields,
    billing() {
      const found = address();
      return {
        ...(name?.text() ? { name: name.text().trim() } : {}),
        ...(email?.text() ? { email: email.text().trim() } : {}),
        ...(Object.keys(found).length ? { address: found } : {}),
      };
    },
    asksPlace: () => wanted.includes('address.country'),
    saves: () => {
      const box = /** @type {HTMLInputElement|null} */ (node.querySelector('input[type=checkbox]'));
      return box ? box.checked : undefined;
    },
    secrets: () => card?.secrets() ?? (iban ? { iban: bareIban(iban.text()) } : {}),
    methodOptions: () => (code ? { blik: { code: code.text() } } : undefined),
    /** What stands in it. @returns {Map<string, string>} */
    typed: () => new Map(fields().map((field) => [field.name, field.text()])),
    /** Put that in. @param {Map<string, string>} texts @param {boolean} [saves] */
    take(texts, saves = false) {
      place.move(texts.get('country'));
      for (const field of fields()) field.put(texts.get(field.name) ?? field.text());
      const box = /** @type {HTMLInputElement|null} */ (node.querySelector('input[type=checkbox]'));
      if (box) box.checked = saves;
    },
    clear() {
      card?.clear();
      for (const field of fields()) {
        if (field.input instanceof HTMLInputElement) field.put('');
        field.show(null);
      }
    },
  };
}

/** @param {import('../kit.js').Kit} kit */
const ibanField = (kit) =>
  createField(kit, {
    name: 'iban',
    label: kit.words('iban'),
    placeholder: exampleIban(homeOf(kit)),
    autocomplete: 'off',
    format: formatIban,
    fault: ibanFault,
  });

/** @param {import('../kit.js').Kit} kit */
const blikField = (kit) =>
  createField(kit, {
    name: 'code',
    label: kit.words('blikCode'),
    placeholder: '000000',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    format: (text) => text.replace(/\D/g, '').slice(0, 6),
    fault: (text) => (text.length === 6 ? null : 'incomplete_blik_code'),
  });

/** @param {import('../kit.js').Kit} kit @param {string} type */
function redirectNote({ words }, type) {
  const key = /^(paypal|klarna)$/.test(type) ? 'redirectedTo' : 'redirected';
  return h(
    'div',
    { class: 'p-Redirect' },
    svg(REDIRECT_ICON, 'p-RedirectIcon'),
    h('p', { class: 'RedirectText' }, words(key, { method: words(type) })),
  );
}

/** @param {import('../kit.js').Kit} kit @param {string} type */
const walletNote = ({ words }, type) =>
  h(
    'div',
    { class: 'p-Redirect' },
    h('span', { class: 'p-Badge' }, words('simulated')),
    h('p', { class: 'RedirectText' }, words('walletHow', { wallet: words(type) })),
  );

/** @param {import('../kit.js').Kit} kit @param {string} type */
function saveBox({ session, words }, type) {
  const features = session?.customer?.customer_session?.components?.payment_element?.features;
  if (features?.payment_method_save !== 'enabled' || !/^(card|sepa_debit)$/.test(type)) return null;
  const id = 'payment-saveInput';
  return h(
    'div',
    { class: 'p-Checkbox Checkbox' },
    h('input', { type: 'checkbox', id, name: 'save', class: 'CheckboxInput' }),
    h('label', { for: id, class: 'CheckboxLabel' }, words('save')),
  );
}

/** What is agreed to by paying, after `options.terms`. @param {import('../kit.js').Kit} kit @param {string} type */
function terms(kit, type) {
  const rule = kit.options.terms?.[TERMS[type] ?? ''] ?? 'auto';
  const kept = keepsMethod(kit);
  const needed = type === 'sepa_debit' || rule === 'always' || kept;
  if (rule === 'never' || !needed) return null;
  const key = type === 'sepa_debit' ? 'mandate' : type === 'card' ? 'cardTerms' : 'otherTerms';
  const values = { business: businessOf(kit), method: kit.words(type) };
  return h('p', { class: `p-Terms TermsText ${key === 'mandate' ? 'Mandate' : ''}` }, kit.words(key, values));
}
