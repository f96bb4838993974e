/** What `Stripe(key, options)` gives: every call as an own function of one plain object. */
import { IntegrationError } from '../common/errors.js';
import { resultOf } from './api.js';
import { checkedObject, checkedSecret } from './checks.js';
import { confirmed } from './confirm.js';
import { createConfirmationToken, createPaymentMethod, createToken } from './create.js';
import { makeElements } from './elements.js';
import { methodCalls } from './methods.js';
import { finished, MEMBER, retrieved } from './next_action.js';
import { makePaymentRequest } from './payment_request.js';
import { unsupported } from './unsupported.js';

/**
 * @typedef {import('./api.js').Context} Context
 * @typedef {import('@stripe/stripe-js').Stripe} Stripe
 */

/** @param {Context} context */
export function makeStripe(context) {
  /** @param {string} where @param {unknown} given @param {'payment_intent'|'setup_intent'} noun */
  const retrieve = async (where, given, noun) => {
    const secret = checkedSecret(where, given, noun);
    return resultOf(MEMBER[noun], await retrieved(context, secret));
  };

  /** Do what an intent waits for. @param {string} name @param {unknown} given
   * @param {'payment_intent'} [noun] */
  const act = async (name, given, noun) => {
    const secret = checkedSecret(`stripe.${name}`, given, noun);
    const { body } = await retrieved(context, secret);
    if (body.error) return { error: body.error };
    if (body.status !== 'requires_action') {
      const kind = secret.noun === 'payment_intent' ? 'PaymentIntent' : 'SetupIntent';
      throw new IntegrationError(
        `${name}: The ${kind} supplied is not in the requires_action state.`,
      );
    }
    return finished(context, secret, body);
  };

  return /** @satisfies {Partial<Stripe> & {_registerWrapper: Function}} */ ({
    elements: (/** @type {unknown} */ options) => makeElements(context, options),
    confirmPayment: (/** @type {unknown} */ options) => confirmed(context, 'payment_intent', options),
    confirmSetup: (/** @type {unknown} */ options) => confirmed(context, 'setup_intent', options),
    ...methodCalls(context),
    createPaymentMethod: (/** @type {any} */ given, /** @type {any[]} */ ...old) =>
      createPaymentMethod(context, given, ...old),
    createToken: (/** @type {any} */ given, /** @type {any} */ data = undefined) =>
      createToken(context, given, data),
    createConfirmationToken: (/** @type {unknown} */ options) => createConfirmationToken(context, options),
    retrievePaymentIntent: (/** @type {unknown} */ secret) =>
      retrieve('stripe.retrievePaymentIntent', secret, 'payment_intent'),
    retrieveSetupIntent: (/** @type {unknown} */ secret) =>
      retrieve('stripe.retrieveSetupIntent', secret, 'setup_intent'),
    async handleNextAction(/** @type {unknown} */ options) {
      const { clientSecret } = checkedObject('stripe.handleNextAction()', options);
      return act('handleNextAction', clientSecret);
    },
    handleCardAction: (/** @type {unknown} */ secret) =>
      act('handleCardAction', secret, 'payment_intent'),
    paymentRequest: makePaymentRequest,
    ...unsupported(),
    registerAppInfo(/** @type {unknown} */ _info) {},
    _registerWrapper(/** @type {unknown} */ _wrapper) {},
  });
}
