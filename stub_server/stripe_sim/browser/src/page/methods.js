/** confirmCardPayment, confirmSepaDebitSetup and the like: one call for each method. */
import { IntegrationError } from '../common/errors.js';
import { call } from './api.js';
import { askFrame, busily, fromField } from './ask_frame.js';
import { checkedSecret, specified } from './checks.js';
import { CONSENT } from './collect.js';
import { ended } from './confirm.js';
import { innerOf, plain } from './element.js';
import { MEMBER } from './next_action.js';

/**
 * @typedef {import('./api.js').Context} Context
 * @typedef {import('./element.js').Inner} Inner
 * @typedef {'payment_intent'|'setup_intent'} Noun
 */

/** What the calls are named after, what of both kinds there is, and the API's name for it. */
const SIMULATED = /** @type {Record<string, {type: string, setup?: true}>} */ ({
  Card: { type: 'card', setup: true },
  SepaDebit: { type: 'sepa_debit', setup: true },
  Bancontact: { type: 'bancontact', setup: true },
  Blik: { type: 'blik' },
  Eps: { type: 'eps' },
  Ideal: { type: 'ideal', setup: true },
  Klarna: { type: 'klarna' },
  P24: { type: 'p24' },
  PayPal: { type: 'paypal', setup: true },
});
const NOT_SIMULATED =
  'AcssDebit Affirm AfterpayClearpay Alipay AmazonPay AuBecsDebit BacsDebit Billie Boleto Cashapp ' +
  'CustomerBalance Fpx Giropay GrabPay Konbini Mobilepay Multibanco Oxxo PayByBank PayNow Pix ' +
  'PromptPay Sofort Twint UsBankAccount WechatPay';
const SETUPS_NOT_SIMULATED =
  'AcssDebit AmazonPay AuBecsDebit BacsDebit Blik Cashapp PayByBank Sofort UsBankAccount';

/** The API's member that holds the typed details of a method, and the Elements that have them. */
const ELEMENTS = /** @type {Record<string, string[]>} */ ({
  card: ['card', 'cardNumber'],
  sepa_debit: ['iban'],
});

/**
 * All of these calls, by name. @param {Context} context
 * @returns {Record<string, (...given: any[]) => any>}
 */
export function methodCalls(context) {
  /** @type {Record<string, (...given: any[]) => any>} */
  const calls = {};
  for (const [name, { type, setup }] of Object.entries(SIMULATED)) {
    const pay = `confirm${name}Payment`;
    const keep = `confirm${name}Setup`;
    calls[pay] = async (secret, data, options) =>
      confirmedWith(context, `stripe.${pay}`, 'payment_intent', type, secret, data, options);
    if (!setup) continue;
    calls[keep] = async (secret, data, options) =>
      confirmedWith(context, `stripe.${keep}`, 'setup_intent', type, secret, data, options);
  }
  for (const name of NOT_SIMULATED.split(' ')) calls[`confirm${name}Payment`] = refused(name, 'Payment');
  for (const name of SETUPS_NOT_SIMULATED.split(' ')) calls[`confirm${name}Setup`] = refused(name, 'Setup');
  return calls;
}

/** @param {string} name @param {string} kind */
const refused = (name, kind) => () => {
  throw new IntegrationError(
    `stripe.confirm${name}${kind}() is not simulated. The methods that are: ` +
      `${Object.keys(SIMULATED).join(', ')}. Use one of those, or Stripe’s test mode.`,
  );
};

/**
 * The Element that holds a method's details, if it is one. @param {Context} context
 * @param {string} type @param {any} value @param {string} where
 * @returns {Inner | null}
 */
export function elementOf(context, type, value, where) {
  const inner = innerOf(value);
  if (!inner) return null;
  if (!ELEMENTS[type]?.includes(inner.type)) {
    throw new IntegrationError(
      `Invalid value for ${where}: ${type} should be ${ELEMENTS[type]?.join(' or ') ?? 'no'} ` +
        `Element. You specified: ${inner.type} Element.`,
    );
  }
  if (inner.group.context !== context) {
    throw new IntegrationError(
      'Please use the same instance of `Stripe` you used to create this Element.',
    );
  }
  return inner;
}

/** Raw numbers are refused as Stripe refuses them. @param {any} card @param {string} where */
export function checkCard(card, where) {
  if (typeof card?.token === 'string') return;
  throw new IntegrationError(
    `Invalid value for ${where}: card should be an Element or an object with a token. ` +
      `You specified: ${card && 'number' in card ? 'an object with a card number' : specified(card)}.`,
  );
}

/**
 * @param {Context} context @param {string} where @param {Noun} noun @param {string} type
 * @param {unknown} given @param {any} [data] @param {any} [options] @returns {Promise<any>}
 */
async function confirmedWith(context, where, noun, type, given, data = {}, options = {}) {
  const secret = checkedSecret(where, given, noun);
  if (innerOf(data)) {
    throw new IntegrationError(
      `Do not pass an Element to ${where}() directly.\nFor more information: ` +
        'https://stripe.com/docs/stripe-js/reference',
    );
  }
  const { payment_method: method, payment_method_options: methodOptions, ...rest } = data ?? {};
  const sent = { ...plain(rest), client_secret: secret.secret, use_stripe_sdk: true };
  const path = `/v1/${noun}s/${secret.id}/confirm`;
  /** @type {Inner | null} */
  let element = null;

  const cvc = innerOf(methodOptions?.card?.cvc);
  if (methodOptions) {
    const { cvc: _, ...card } = methodOptions.card ?? {};
    sent.payment_method_options = plain({ ...methodOptions, ...(methodOptions.card ? { card } : {}) });
  }
  if (typeof method === 'string') {
    sent.payment_method = method;
  } else if (method && typeof method === 'object') {
    element = elementOf(context, type, method[type], `${where} payment_method`);
    const { [type]: details, ...more } = method;
    sent.payment_method_data = { type, ...plain(more) };
    if (!element) {
      if (type === 'card') checkCard(details, `${where} payment_method`);
      if (details) sent.payment_method_data[type] = plain(details);
    }
  } else if (type !== 'card' && type !== 'sepa_debit') {
    sent.payment_method_data = { type };
  }
  if (type === 'sepa_debit' && !sent.mandate_data) sent.mandate_data = CONSENT;
  if (cvc) {
    const { body } = await fromField(cvc, '/v1/tokens', {}, 'cvc_update');
    if (body.error) return { error: body.error };
    sent.payment_method_options.card.cvc_token = body.id;
  }

  const handles = options?.handleActions !== false;
  const result = await (element
    ? entered(context, secret, element, path, sent, handles)
    : settled(context, secret, handles, await call(context, 'POST', path, sent)));
  return alreadyDone(noun, result);
}

/** @param {Context} context @param {import('./checks.js').Secret} secret @param {Inner} element
 * @param {string} path @param {any} sent @param {boolean} handles */
async function entered(context, secret, element, path, sent, handles) {
  const entry = await element.ask('validate');
  if (!entry.complete) return { error: entry.error };
  return busily(element.group.members(), async () =>
    settled(context, secret, handles, await askFrame(element, path, sent, 'payment_method_data')),
  );
}

/** @param {Context} context @param {import('./checks.js').Secret} secret @param {boolean} handles
 * @param {import('./api.js').Answer} answer @returns {Promise<any>} */
const settled = async (context, secret, handles, answer) =>
  handles || answer.body.error
    ? ended(context, secret, answer)
    : { [MEMBER[secret.noun]]: answer.body };

/** Who confirms what has succeeded before is told of the success. @param {Noun} noun
 * @param {any} result */
function alreadyDone(noun, result) {
  const { error } = result;
  const intent = error?.[noun];
  return error?.code === `${noun}_unexpected_state` && intent?.status === 'succeeded'
    ? { [MEMBER[noun]]: intent }
    : result;
}
