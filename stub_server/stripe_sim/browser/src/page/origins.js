/** Where the script comes from, and so where its frames, its API and the bank of its tests are. */

/**
 * @typedef {{frames: string, api: string, acs: string | null}} Origins
 *   acs: of the test bank's page, or null where its URL is as the API says
 */

const STRIPE = 'https://js.stripe.com';
const TRAIN = /\/(acacia|basil|clover|dahlia|endive|v3)(?:\/|$)/;

/** The API version that a train of the script speaks; `v3` speaks the account's own. */
export const PINNED = /** @type {Record<string, string>} */ ({
  acacia: '2024-09-30.acacia',
  basil: '2025-03-31.basil',
  clover: '2025-09-30.clover',
  dahlia: '2026-03-25.dahlia',
  endive: '2026-09-30.endive',
});

/**
 * The URL that the script was asked for: of the tag that runs now, else of one that looks like it.
 * @param {Document} page @returns {URL | null}
 */
export function scriptUrl(page) {
  const running = /** @type {HTMLScriptElement | null} */ (page.currentScript);
  if (running?.src) return new URL(running.src);
  for (const tag of page.querySelectorAll('script[src]')) {
    const url = new URL(/** @type {HTMLScriptElement} */ (tag).src, page.baseURI);
    if (TRAIN.test(url.pathname)) return url;
  }
  return null;
}

/** What `Stripe.version` is for a script of that URL. @param {URL | null} url */
export function versionOf(url) {
  const train = url?.pathname.match(TRAIN)?.[1] ?? 'v3';
  return train === 'v3' ? 3 : train;
}

/** Where things are for a script of that URL. @param {URL | null} url @returns {Origins} */
export function originsOf(url) {
  const origin = url?.origin ?? STRIPE;
  // A browser that is made to find Stripe's own hosts in the simulator shall see no others.
  return origin === STRIPE
    ? { frames: STRIPE, api: 'https://api.stripe.com', acs: 'https://testmode-acs.stripe.com' }
    : { frames: origin, api: origin, acs: null };
}
