/** confirmPayment and confirmSetup: from what the buyer has entered to a paid or kept method. */
import { IntegrationError } from '../common/errors.js';
import { merged } from '../common/merged.js';
import { call } from './api.js';
import { askFrame, busily } from './ask_frame.js';
import { checkedObject, checkedSecret } from './checks.js';
import { billingDetails, checkFields, CONSENT, shippingDetails } from './collect.js';
import { plain } from './element.js';
import { groupOf } from './elements.js';
import { backUrl, finished, leave, MEMBER, retrieved } from './next_action.js';
import { submitted } from './submit.js';

/**
 * @typedef {import('./api.js').Context} Context
 * @typedef {import('./checks.js').Secret} Secret
 * @typedef {import('./elements.js').Group} Group
 */

const CALLS = {
  payment_intent: 'stripe.confirmPayment',
  setup_intent: 'stripe.confirmSetup',
};
const DONE = ['succeeded', 'processing', 'requires_capture', 'requires_action'];
/** Members of confirmParams that go to the API as they are. */
const SENT = [
  'confirmation_token',
  'expand',
  'mandate_data',
  'payment_method',
  'payment_method_options',
  'receipt_email',
  'return_url',
  'setup_future_usage',
  'shipping',
];
const notMounted = (/** @type {string} */ where) =>
  `Invalid value for ${where}(): elements should have a mounted Payment Element or Express ` +
  'Checkout Element.';
const submitFirst = (/** @type {string} */ where) =>
  `elements.submit() must be called before ${where}(). Call elements.submit() as soon as your ` +
  'customer presses pay, prior to any asynchronous work. Integration guide: ' +
  'https://stripe.com/docs/payments/accept-a-payment-deferred';
const OTHER_STRIPE =
  'Please use the same instance of `Stripe` you used to create this Element to confirm with it.';

/** The Elements of a call. @param {Context} context @param {string} where @param {unknown} given */
export function checkedGroup(context, where, given) {
  const group = groupOf(given);
  if (!group) {
    throw new IntegrationError(
      `Invalid value for ${where}(): elements should be an object of stripe.elements().`,
    );
  }
  if (group.context !== context) throw new IntegrationError(OTHER_STRIPE);
  return group;
}

/** The Element of the group that pays. @param {Group} group @param {string} where */
export function payingElement(group, where) {
  const express = group.find('expressCheckout');
  if (express?.confirming) return express;
  const payment = group.find('payment');
  if (payment?.isMounted()) return payment;
  if (express?.isMounted()) {
    throw new IntegrationError(
      `Element confirming payment is "expressCheckout", but ${where}() was not called within the ` +
        `"confirm" event. Please call ${where}() in the "confirm" event ` +
        '(https://stripe.com/docs/js/elements_object/express_checkout_element_confirm_event)',
    );
  }
  throw new IntegrationError(notMounted(where));
}

/** @param {Group} group @param {string} where */
export function checkSubmitted(group, where) {
  if (!group.submitted) throw new IntegrationError(submitFirst(where));
}

/** What was entered is complete, or `{error}`; deferred, `submit()` has asked already.
 * @param {Group} group @param {string} where */
async function checkedEntry(group, where) {
  if (group.secret()) return submitted(group);
  checkSubmitted(group, where);
  return {};
}

/**
 * @param {Context} context @param {'payment_intent'|'setup_intent'} noun @param {unknown} given
 * @returns {Promise<any>}
 */
export async function confirmed(context, noun, given) {
  const where = CALLS[noun];
  const options = checkedObject(`${where}()`, given);
  const params = options.confirmParams ?? {};
  const group = options.elements ? checkedGroup(context, where, options.elements) : null;
  const secret = secretOf(where, noun, group, options.clientSecret);
  const redirect = options.redirect ?? 'always';
  if (!['always', 'if_required'].includes(redirect)) {
    throw new IntegrationError(
      `Invalid value for ${where}(): redirect should be one of the following strings: always, ` +
        `if_required. You specified: ${redirect}.`,
    );
  }
  if (redirect === 'always' && !params.return_url) {
    throw new IntegrationError(
      `The \`confirmParams.return_url\` argument is required when calling ${where}() with the ` +
        "default redirect behavior. Pass redirect: 'if_required' if no redirect is wanted.",
    );
  }
  const result = await tried(context, where, secret, group, params);
  const intent = result[MEMBER[noun]];
  if (intent && redirect === 'always' && DONE.includes(intent.status)) {
    return leave(backUrl(params.return_url, secret, intent));
  }
  return result;
}

/** @param {string} where @param {Secret['noun']} noun @param {Group | null} group
 * @param {unknown} given */
function secretOf(where, noun, group, given) {
  const own = group?.secret();
  if (given === undefined && own === undefined) {
    throw new IntegrationError(
      group
        ? `You must pass in a clientSecret when calling ${where}().`
        : `Invalid value for ${where}(): either elements or clientSecret is required.`,
    );
  }
  return checkedSecret(where, given ?? own, noun);
}

/** @param {Context} context @param {string} where @param {Secret} secret
 * @param {Group | null} group @param {Record<string, any>} params */
async function tried(context, where, secret, group, params) {
  const path = `/v1/${secret.noun}s/${secret.id}/confirm`;
  /** @type {Record<string, any>} */
  const sent = { client_secret: secret.secret, use_stripe_sdk: true };
  for (const name of SENT) if (name in params) sent[name] = plain(params[name]);
  if (!group || params.payment_method || params.confirmation_token) {
    return ended(context, secret, await call(context, 'POST', path, { ...sent, ...method(params) }));
  }
  const element = payingElement(group, where);
  const data = { ...plain(params.payment_method_data) };
  checkFields(element, data.billing_details ?? {}, where, 'confirmParams.payment_method_data');
  const entry = element.confirming ? {} : await checkedEntry(group, where);
  if (entry.error) return { error: entry.error };
  return busily(group.members(), async () => {
    const other = await deferredMismatch(context, group, secret);
    if (other) return { error: other };
    data.billing_details = await billingDetails(group, data.billing_details ?? {});
    if (secret.noun === 'payment_intent') {
      sent.shipping = merged(await shippingDetails(group, element), sent.shipping);
    }
    const values = await element.ask('values');
    if (values.payment_method) {
      const saved = { ...sent, payment_method: values.payment_method };
      return ended(context, secret, await call(context, 'POST', path, saved));
    }
    sent.payment_method_data = data;
    sent.expected_payment_method_type = values.type;
    if (values.type === 'sepa_debit') sent.mandate_data ??= CONSENT;
    return ended(context, secret, await askFrame(element, path, sent, 'payment_method_data'));
  });
}

/** What comes of a confirmation. @param {Context} context @param {Secret} secret
 * @param {import('./api.js').Answer} answer @returns {Promise<any>} */
export const ended = async (context, secret, { body }) =>
  body.error ? { error: body.error } : finished(context, secret, body);

/** payment_method_data of a page that has no Elements. @param {Record<string, any>} params */
const method = (params) =>
  params.payment_method_data && !params.payment_method && !params.confirmation_token
    ? { payment_method_data: plain(params.payment_method_data) }
    : {};

/**
 * Elements without an intent may only pay one over what they were told.
 * @param {Record<string, any>} options of the Elements @param {any} intent
 * @returns {any} the error, or null
 */
export function mismatch({ mode, amount, currency, setupFutureUsage, captureMethod }, intent) {
  const manual = (/** @type {unknown} */ how) => (how === 'manual' ? 'manual' : 'automatic');
  /** @type {[string, any, any][]} name, the intent's, the Elements' */
  const pairs = [
    ['amount', intent.amount, amount],
    ['currency', intent.currency, currency],
    ['setup_future_usage', intent.setup_future_usage ?? null, setupFutureUsage ?? null],
    ['capture_method', manual(intent.capture_method), manual(captureMethod)],
  ];
  // The first invoice of a subscription keeps its method whatever the Elements were told.
  const held = mode === 'subscription' ? pairs.filter(([name]) => name !== 'setup_future_usage') : pairs;
  const other = held.find(([, its, told]) => its !== told);
  if (!other) return null;
  const [name, its, told] = other;
  return {
    type: 'invalid_request_error',
    code: 'payment_intent_invalid_parameter',
    param: name,
    message:
      `The provided ${name} (${its}) does not match the expected ${name} (${told}). Try confirming ` +
      'with a Payment Intent that is configured to use the same parameters as Stripe Elements.',
  };
}

/** @param {Context} context @param {Group} group @param {Secret} secret */
async function deferredMismatch(context, group, secret) {
  const { mode } = group.options;
  if (!mode || mode === 'setup' || secret.noun !== 'payment_intent') return null;
  const { body } = await retrieved(context, secret);
  return body.error ?? mismatch(group.options, body);
}
