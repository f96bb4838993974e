/** The script: `window.Stripe`, a plain function, with or without `new`. */
import { checkedKey } from './checks.js';
import { addController, nextNumber } from './frames.js';
import { originsOf, PINNED, scriptUrl, versionOf } from './origins.js';
import { makeStripe } from './stripe.js';

const url = scriptUrl(document);
const version = versionOf(url);
const origins = originsOf(url);

/**
 * @param {unknown} key @param {{stripeAccount?: string, apiVersion?: string, locale?: string}} [options]
 */
function Stripe(key, options) {
  const context = {
    key: checkedKey(key),
    account: options?.stripeAccount,
    version: options?.apiVersion ?? PINNED[version],
    locale: options?.locale ?? 'auto',
    origins,
    controller: `__privateStripeController${nextNumber()}`,
  };
  addController(context);
  return makeStripe(context);
}
Stripe.version = version;

/** @type {any} */ (window).Stripe ??= Stripe;
