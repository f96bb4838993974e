// What is asked about the payer: country and postal code, name, email.

import {
  cardWantsPostal,
  countryNames,
  postalExample,
  postalFault,
} from '../../common/countries.js';
import { createField } from './field.js';

/**
 * @typedef {import('./field.js').Field} Field
 * @typedef {import('../kit.js').Kit} Kit
 */

/** @param {string} text @returns {'incomplete_email'|'invalid_email'|null} */
export function emailFault(text) {
  const [name = '', place = '', ...more] = text.trim().split('@');
  if (!name || !/.\../.test(place)) return 'incomplete_email';
  return more.length || /\s/.test(text.trim()) || place.endsWith('.') ? 'invalid_email' : null;
}

/** Whether the page gives a member of billing_details itself. @param {any} rule @param {string} name */
function never(rule, name) {
  if (typeof rule === 'string') return rule === 'never';
  const [first, second] = name.split('.');
  const below = rule?.[/** @type {string} */ (first)];
  if (typeof below === 'string' || !second) return below === 'never';
  return below?.[second] === 'never';
}

/**
 * The members of billing_details that a form asks for, after `options.fields`.
 * @param {Kit} kit @param {string} type @param {string[]} wanted
 */
export function asked(kit, type, wanted) {
  const fields = kit.options.fields ?? {};
  const rule = fields[type]?.billingDetails ?? fields.billingDetails;
  const forced = rule?.name === 'always' && !wanted.includes('name') ? ['name', ...wanted] : wanted;
  const spared = rule?.address === 'if_required' && type === 'card';
  return forced.filter((name) => !never(rule, name) && !(spared && name.startsWith('address.')));
}

/** @param {Kit} kit */
const defaultsOf = (kit) => kit.options.defaultValues?.billingDetails ?? {};

/** @param {Kit} kit */
export const homeOf = (kit) =>
  defaultsOf(kit).address?.country ||
  kit.session?.payment_method_preference?.country_code ||
  kit.session?.merchant_country ||
  'US';

/** @param {Kit} kit @param {string} [label] @returns {Field} */
export function nameField(kit, label = 'fullName') {
  return createField(kit, {
    name: 'name',
    label: kit.words(label),
    autocomplete: 'billing name',
    placeholder: '',
    value: defaultsOf(kit).name ?? '',
    fault: (text) => (text.trim() ? null : 'incomplete_name'),
  });
}

/** @param {Kit} kit @returns {Field} */
export function emailField(kit) {
  return createField(kit, {
    name: 'email',
    label: kit.words('email'),
    type: 'email',
    autocomplete: 'billing email',
    placeholder: 'you@example.com',
    value: defaultsOf(kit).email ?? '',
    fault: emailFault,
  });
}

/**
 * Country, and postal code where banks check it.
 * @param {Kit} kit @param {{postal: boolean, country: boolean}} wanted
 */
export function placeFields(kit, wanted) {
  const home = homeOf(kit);
  const country = createField(kit, {
    name: 'country',
    label: kit.words('country'),
    autocomplete: 'billing country',
    choices: countryNames(kit.locale),
    value: home,
    changed: () => arrange(),
  });
  const postal = createField(kit, {
    name: 'postalCode',
    label: kit.words('zip'),
    autocomplete: 'billing postal-code',
    value: defaultsOf(kit).address?.postal_code ?? '',
    fault: (text) => postalFault(text, place()),
  });
  const place = () => country.text() || home;
  const label = /** @type {HTMLElement} */ (postal.node.querySelector('label'));
  const shows = () => wanted.postal && cardWantsPostal(place());
  const arrange = () => {
    const american = !/^(GB|CA)$/.test(place());
    label.textContent = kit.words(american ? 'zip' : 'postalCode');
    postal.input.setAttribute('placeholder', postalExample(place()));
    postal.input.setAttribute('inputmode', american ? 'numeric' : 'text');
    postal.node.hidden = !shows();
    postal.show(null);
  };
  arrange();
  return {
    country,
    postal,
    /** To another country. @param {string|undefined} code */
    move(code) {
      if (code) country.put(code);
      arrange();
    },
    nodes: [wanted.country ? country.node : null, wanted.postal ? postal.node : null],
    /** Those that must be filled in now. */
    fields: () => [...(wanted.country ? [country] : []), ...(shows() ? [postal] : [])],
    /** As the API names it. */
    address: () => ({
      ...(wanted.country ? { country: place() } : {}),
      ...(shows() && postal.text() ? { postal_code: postal.text().trim() } : {}),
    }),
  };
}
