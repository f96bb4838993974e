/** `elements/sessions`: what there is to pay with, asked before anything is drawn. */
import { call } from './api.js';
import { checkedSecret } from './checks.js';

/** @typedef {import('./elements.js').Group} Group */

/** What a group may be paid with, or why that can't be said. @param {Group} group
 * @returns {Promise<import('./elements.js').Session>} */
export async function askSession(group) {
  const { body } = await call(group.context, 'GET', '/v1/elements/sessions', sessionParams(group));
  // Without an intent there is nothing that can be wrong: the fields of a card will do.
  if (body.error && group.options.mode) return { session: null };
  if (body.error) return { error: body.error };
  const error = spent(body.payment_method_preference);
  return error ? { error } : { session: body };
}

const SPENT = ['canceled', 'requires_capture', 'succeeded'];

/** Why an intent that has ended can be paid no more, or null.
 * @param {{payment_intent?: any, setup_intent?: any}} [preference] */
function spent({ payment_intent: payment, setup_intent: setup } = {}) {
  const intent = payment ?? setup;
  if (!SPENT.includes(intent?.status)) return null;
  const [name, noun] = payment ? ['PaymentIntent', 'payment_intent'] : ['SetupIntent', 'setup_intent'];
  return {
    type: 'invalid_request_error',
    code: `${noun}_unexpected_state`,
    message: `This ${name} is in a terminal state and cannot be used to initialize Elements.`,
    [noun]: intent,
  };
}

/** @param {Group} group */
function sessionParams(group) {
  const { options } = group;
  const common = {
    locale: group.locale(),
    customer_session_client_secret: options.customerSessionClientSecret,
    referrer_host: location.hostname,
    elements_init_source: 'stripe.elements',
  };
  if (options.clientSecret) {
    const { noun } = checkedSecret('elements()', options.clientSecret);
    return {
      type: noun,
      client_secret: options.clientSecret,
      expand: [`payment_method_preference.${noun}.payment_method`],
      ...common,
    };
  }
  const configuration = options.paymentMethodConfiguration;
  return {
    type: 'deferred_intent',
    deferred_intent: {
      mode: options.mode,
      amount: options.amount,
      currency: options.currency,
      setup_future_usage: options.setupFutureUsage ?? undefined,
      capture_method: options.captureMethod,
      on_behalf_of: options.onBehalfOf,
      payment_method_types: options.paymentMethodTypes,
      allowed_payment_method_types: options.allowedPaymentMethodTypes,
      excluded_payment_method_types: options.excludedPaymentMethodTypes,
      payment_method_configuration: configuration && { id: configuration },
    },
    ...common,
  };
}
