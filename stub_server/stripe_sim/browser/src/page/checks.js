/** What a page must not get wrong: each check throws an IntegrationError in Stripe's words. */
import { IntegrationError } from '../common/errors.js';

export const SECRET = /^(pi|seti)_[A-Za-z0-9]+_secret_[A-Za-z0-9]+$/;
const NOUNS = { pi: 'payment_intent', seti: 'setup_intent' };

/**
 * @typedef {{noun: 'payment_intent'|'setup_intent', id: string, secret: string}} Secret
 */

/** A value as an error shows it. @param {unknown} value */
export const specified = (value) => {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  } catch {
    return String(value);
  }
};

/** @param {string} where @param {string} what @param {string} should @param {unknown} value */
export const invalid = (where, what, should, value) =>
  new IntegrationError(
    `Invalid value for ${where}: ${what} should be ${should}. You specified: ${specified(value)}.`,
  );

/** The key of `Stripe(key)`. @param {unknown} key @returns {string} */
export function checkedKey(key) {
  if (key === undefined || key === null) {
    throw new IntegrationError('Missing value for Stripe(): apiKey should be a string.');
  }
  if (typeof key !== 'string') throw invalid('Stripe()', 'apiKey', 'a string', key);
  if (key.trim() === '') {
    throw new IntegrationError(
      'Please call Stripe() with your publishable key. You used an empty string.',
    );
  }
  if (/^(sk|rk)_/.test(key)) {
    throw new IntegrationError(
      'You should not use your secret key with Stripe.js.\nPlease pass a publishable key instead.',
    );
  }
  if (key.startsWith('pk_live_')) {
    throw new IntegrationError(
      'Live keys are refused here: this Stripe.js is a simulator’s. Use a test key (pk_test_…).',
    );
  }
  return key;
}

/**
 * The client secret that a call was given, taken apart.
 * @param {string} where such as `stripe.confirmCardPayment` @param {unknown} value
 * @param {'payment_intent'|'setup_intent'} [noun] whose secret it has to be @returns {Secret}
 */
export function checkedSecret(where, value, noun) {
  const found = typeof value === 'string' ? SECRET.exec(value) : null;
  const its = found && NOUNS[/** @type {'pi'|'seti'} */ (found[1])];
  if (!found || (noun && its !== noun)) {
    throw new IntegrationError(
      `Invalid value for ${where} intent secret: value should be a client secret of the form ` +
        `\${id}_secret_\${secret}. You specified: ${specified(value)}.`,
    );
  }
  const secret = /** @type {string} */ (value);
  return { noun: /** @type {any} */ (its), id: secret.split('_secret_')[0], secret };
}

/** @param {string} where @param {unknown} value @returns {Record<string, any>} */
export function checkedObject(where, value) {
  if (typeof value !== 'object' || value === null) {
    throw new IntegrationError(
      `Invalid value for ${where}: value should be an object. You specified: ${specified(value)}.`,
    );
  }
  return value;
}

const KNOWN = new Set(
  (
    'clientSecret mode amount currency setupFutureUsage setup_future_usage captureMethod ' +
    'capture_method onBehalfOf on_behalf_of paymentMethodTypes payment_method_types ' +
    'allowedPaymentMethodTypes excludedPaymentMethodTypes paymentMethodConfiguration ' +
    'payment_method_configuration paymentMethodOptions payment_method_options ' +
    'externalPaymentMethodTypes paymentMethodCreation adaptivePricing appearance fonts locale ' +
    'loader customerSessionClientSecret customPaymentMethods syncAddressCheckbox ' +
    'customerOptions developerTools disallowedCardBrands'
  ).split(' '),
);
const MODES = ['payment', 'setup', 'subscription'];

/** The options of `elements(options)`. @param {Record<string, any>} options */
export function checkElementsOptions(options) {
  const where = 'elements()';
  const { clientSecret, mode } = options;
  for (const name of Object.keys(options)) {
    if (!KNOWN.has(name)) {
      console.warn(
        `[Stripe.js] Unrecognized elements() parameter: ${name} is not a recognized parameter. ` +
          'This may cause issues with your integration in the future.',
      );
    }
  }
  if (clientSecret !== undefined) {
    if (mode !== undefined) {
      throw new IntegrationError(
        'Invalid value for elements(): clientSecret and mode cannot be passed together.',
      );
    }
    if (typeof clientSecret !== 'string' || !SECRET.test(clientSecret)) {
      throw invalid(
        where,
        'clientSecret',
        'a client secret of the form ${id}_secret_${secret}',
        clientSecret,
      );
    }
  }
  if (mode !== undefined) checkMode(options);
}

/** What is to be paid, where no intent says it. @param {Record<string, any>} options */
export function checkMode({ mode, amount, currency }) {
  const where = 'elements()';
  if (!MODES.includes(mode)) {
    throw invalid(where, 'mode', `one of the following strings: ${MODES.join(', ')}`, mode);
  }
  if (mode === 'setup') return;
  if (!Number.isInteger(amount) || amount < 0 || (mode === 'payment' && amount === 0)) {
    throw invalid(where, 'amount', 'a positive integer', amount);
  }
  if (typeof currency !== 'string' || !/^[a-z]{3}$/.test(currency)) {
    throw invalid(where, 'currency', 'a three-letter ISO code in lowercase', currency);
  }
}
