// The inputs of a card, each as it is alone and as the card element has it.

import {
  cvcFault,
  digitsOf,
  formatCvc,
  formatNumber,
  fromUnitedStates,
  longest,
  numberFault,
  schemeOf,
} from '../../common/cards.js';
import { expiryFault, formatExpiry, readExpiry } from '../../common/expiry.js';
import { createInput } from './input.js';

/** @typedef {import('../kit.js').Kit} Kit */

/** @param {Kit} kit @param {string} placeholder @param {() => void} [changed] */
export const numberInput = (kit, placeholder, changed) =>
  createInput(kit, {
    name: 'cardnumber',
    stable: 'cardNumber',
    placeholder,
    label: kit.words('legacy.number'),
    autocomplete: 'cc-number',
    format: formatNumber,
    fault: numberFault,
    full: (text) => digitsOf(text).length === longest(digitsOf(text)),
    changed,
  });

/** @param {Kit} kit @param {string} [placeholder] */
export const expiryInput = (kit, placeholder = 'MM / YY') =>
  createInput(kit, {
    name: 'exp-date',
    stable: 'cardExpiry',
    placeholder,
    label: kit.words('legacy.expiry'),
    autocomplete: 'cc-exp',
    format: formatExpiry,
    fault: (text) => expiryFault(text, new Date()),
    full: (text) => readExpiry(text) !== null,
  });

/** @param {Kit} kit @param {() => string} number @param {string} [placeholder] */
export const cvcInput = (kit, number, placeholder = 'CVC') =>
  createInput(kit, {
    name: 'cvc',
    stable: 'cardCvc',
    placeholder,
    label: kit.words('legacy.cvc'),
    autocomplete: 'cc-csc',
    format: (text) => formatCvc(text, number()),
    fault: (text) => cvcFault(text, number()),
    full: (text) => text.length === schemeOf(digitsOf(number())).cvc,
  });

/** @param {Kit} kit @param {() => string} number */
export const postalInput = (kit, number) =>
  createInput(kit, {
    name: 'postal',
    stable: 'postalCode',
    placeholder: kit.words('legacy.zip'),
    label: kit.words('legacy.zip'),
    autocomplete: 'billing postal-code',
    inputmode: 'text',
    format: (text) => text.trimStart().slice(0, 10),
    fault: (text) => cardPostalFault(text, number()),
  });

/**
 * A card of an American bank has a ZIP code of five digits; what has letters is from elsewhere.
 * @param {string} text @param {string} number @returns {'incomplete_zip'|null}
 */
export function cardPostalFault(text, number) {
  const code = text.trim();
  const least = /^\d*$/.test(code) && fromUnitedStates(number) ? 5 : 3;
  return code.length < least ? 'incomplete_zip' : null;
}

/** What no page is told. @param {string} number @param {string} date @param {string} cvc */
export function cardSecrets(number, date, cvc) {
  const read = readExpiry(date);
  return { number: digitsOf(number), exp_month: read?.month, exp_year: read?.year, cvc };
}
