/** createPaymentMethod, createToken, createConfirmationToken: what was entered, as an object. */
import { IntegrationError } from '../common/errors.js';
import { merged } from '../common/merged.js';
import { call, resultOf } from './api.js';
import { askFrame, fromField } from './ask_frame.js';
import { checkedObject } from './checks.js';
import { billingDetails, checkFields, CONSENT, shippingDetails } from './collect.js';
import { checkedGroup, checkSubmitted, payingElement } from './confirm.js';
import { innerOf, plain } from './element.js';
import { checkCard, elementOf } from './methods.js';

/**
 * @typedef {import('./api.js').Context} Context
 * @typedef {import('./element.js').Inner} Inner
 */

const METHODS = '/v1/payment_methods';

/**
 * `({type, card, billing_details})`, `({elements, params})`, `({element, params})`, and as it was
 * of old `(type, element, data)`.
 * @param {Context} context @param {any} given @param {any} [element] @param {any} [data]
 * @returns {Promise<any>}
 */
export async function createPaymentMethod(context, given, element, data) {
  const where = 'stripe.createPaymentMethod';
  if (typeof given === 'string') {
    return createPaymentMethod(context, { ...data, type: given, [given]: element ?? data?.[given] });
  }
  const options = checkedObject(`${where}()`, given);
  if (options.elements || options.element) {
    return resultOf('paymentMethod', await fromElements(context, where, options, METHODS));
  }
  const { type, ...rest } = options;
  if (typeof type !== 'string') {
    throw new IntegrationError(
      `Invalid value for ${where}: type should be a string. You specified: ${type}.`,
    );
  }
  const holder = elementOf(context, type, rest[type], where);
  if (!holder) {
    if (type === 'card') checkCard(rest.card, where);
    return resultOf('paymentMethod', await call(context, 'POST', METHODS, plain(options)));
  }
  const { [type]: _, ...params } = rest;
  return resultOf('paymentMethod', await fromField(holder, METHODS, { type, ...plain(params) }, ''));
}

/**
 * Of what was entered in Elements, an object of the API.
 * @param {Context} context @param {string} where @param {Record<string, any>} options
 * @param {string} path @returns {Promise<import('./api.js').Answer>}
 */
async function fromElements(context, where, options, path) {
  const params = options.params ?? {};
  const single = innerOf(options.element);
  if (options.element && !single) {
    throw new IntegrationError(`Invalid value for ${where}(): element should be an Element.`);
  }
  const group = single ? single.group : checkedGroup(context, where, options.elements);
  const token = path !== METHODS;
  const data = plain((token ? params.payment_method_data : params) ?? {});
  if (single && !single.kind.session) {
    const body = token ? { ...plain(params), payment_method_data: data } : data;
    const type = single.type === 'iban' ? 'sepa_debit' : 'card';
    if (token) body.payment_method_data.type = type;
    else body.type = type;
    return fromField(single, path, body, token ? 'payment_method_data' : '');
  }
  const element = single ?? payingElement(group, where);
  checkFields(element, data.billing_details ?? {}, where, token ? 'params.payment_method_data' : 'params');
  if (!token && group.options.paymentMethodCreation !== 'manual') {
    throw new IntegrationError(
      `To use ${where}() with elements, create them with paymentMethodCreation: 'manual'.`,
    );
  }
  if (!element.confirming) checkSubmitted(group, where);
  data.billing_details = await billingDetails(group, data.billing_details ?? {});
  const values = await element.ask('values');
  if (!token) return askFrame(element, path, data, '');
  /** @type {Record<string, any>} */
  const sent = {
    return_url: params.return_url,
    shipping: merged(await shippingDetails(group, element), plain(params.shipping)),
    setup_future_usage: group.options.setupFutureUsage ?? undefined,
    mandate_data: values.type === 'sepa_debit' ? CONSENT : undefined,
    client_context: {
      mode: group.options.mode,
      currency: group.options.currency,
      capture_method: group.options.captureMethod,
      setup_future_usage: group.options.setupFutureUsage ?? undefined,
    },
  };
  if (values.payment_method) {
    return call(context, 'POST', path, { ...sent, payment_method: values.payment_method });
  }
  return askFrame(element, path, { ...sent, payment_method_data: data }, 'payment_method_data');
}

/** @param {Context} context @param {unknown} given @returns {Promise<any>} */
export async function createConfirmationToken(context, given) {
  const where = 'stripe.createConfirmationToken';
  const options = checkedObject(`${where}()`, given);
  if (!options.elements && !options.element) {
    throw new IntegrationError(`Invalid value for ${where}(): elements or element is required.`);
  }
  return resultOf(
    'confirmationToken',
    await fromElements(context, where, options, '/v1/confirmation_tokens'),
  );
}

/** What else a token may stand for, and how the API is told it. */
const TYPED = /** @type {Record<string, (data: any) => any>} */ ({
  account: (account) => ({ account }),
  bank_account: (bank_account) => ({ bank_account }),
  person: (person) => ({ person }),
  pii: ({ personal_id_number, ...rest }) => ({ pii: { id_number: personal_id_number, ...rest } }),
});
const TOKENS = '/v1/tokens';

/** Of a card, of a CVC alone, or of what the page itself has asked for.
 * @param {Context} context @param {any} given @param {any} [data] @returns {Promise<any>} */
export async function createToken(context, given, data) {
  const where = 'stripe.createToken';
  if (typeof given === 'string' && TYPED[given]) {
    const params = TYPED[given](plain(checkedObject(`${where}()`, data)));
    return resultOf('token', await call(context, 'POST', TOKENS, params));
  }
  const [holder, into] =
    given === 'cvc_update' ? [innerOf(data), 'cvc_update'] : [innerOf(given), 'card'];
  if (holder?.type === 'iban') {
    throw new IntegrationError(
      `${where}() of an iban Element is not simulated. Use createPaymentMethod() in its place.`,
    );
  }
  const fits = into === 'cvc_update' ? ['cardCvc'] : ['card', 'cardNumber'];
  if (!holder || !fits.includes(holder.type)) {
    throw new IntegrationError(
      'You must provide a Stripe Element or a valid token type to create a Token.',
    );
  }
  if (holder.group.context !== context) {
    throw new IntegrationError(
      'Please use the same instance of `Stripe` you used to create this Element.',
    );
  }
  const params = into === 'card' ? { card: plain(data ?? {}) } : {};
  return resultOf('token', await fromField(holder, TOKENS, params, into));
}
