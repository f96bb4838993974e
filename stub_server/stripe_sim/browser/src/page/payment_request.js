/** `stripe.paymentRequest(…)`: a browser's own sheet of wallets, of which there is none here. */
import { IntegrationError } from '../common/errors.js';
import { checkedObject, invalid } from './checks.js';
import { makeEmitter } from './emitter.js';

const WHERE = 'paymentRequest()';

/** @param {unknown} given */
export function makePaymentRequest(given) {
  const options = checkedObject(WHERE, given);
  if (!/^[A-Z]{2}$/.test(options.country ?? '')) {
    throw invalid(WHERE, 'country', 'a two-letter country code', options.country);
  }
  if (!/^[a-z]{3}$/.test(options.currency ?? '')) {
    throw invalid(WHERE, 'currency', 'a three-letter ISO code in lowercase', options.currency);
  }
  if (typeof options.total?.label !== 'string' || !Number.isInteger(options.total?.amount)) {
    throw invalid(WHERE, 'total', 'an object with a label and an amount', options.total);
  }
  const events = makeEmitter();
  const self = {
    /** No wallet is ready to pay, as in a browser that has none. */
    canMakePayment: async () => null,
    show() {
      throw new IntegrationError(
        'show() needs a wallet: canMakePayment() resolved with null. Simulated wallets are in ' +
          'the expressCheckout and payment Elements.',
      );
    },
    abort() {},
    isShowing: () => false,
    /** @param {any} [_options] */
    update(_options) {},
    /** @param {string} name @param {any} handler */
    on: (name, handler) => (events.on(name, handler), self),
    /** @param {string} name @param {any} handler */
    once: (name, handler) => (events.once(name, handler), self),
    /** @param {string} name @param {any} [handler] */
    off: (name, handler) => (events.off(name, handler), self),
  };
  return self;
}

/** A button that no wallet is behind: made by many pages before they ask whether to show it. */
export function makeRequestButton() {
  const events = makeEmitter();
  const refuse = () => {
    throw new IntegrationError(
      'The paymentRequestButton Element has no wallet to show: canMakePayment() resolved with ' +
        'null. Use the expressCheckout Element for simulated wallets.',
    );
  };
  const nothing = () => {};
  /** @type {any} */
  const self = {
    mount: refuse,
    unmount: nothing,
    destroy: nothing,
    focus: nothing,
    blur: nothing,
    clear: nothing,
    update: () => self,
    on: (/** @type {string} */ name, /** @type {any} */ handler) => (events.on(name, handler), self),
    once: (/** @type {string} */ name, /** @type {any} */ handler) => (events.once(name, handler), self),
    off: () => self,
  };
  return self;
}
