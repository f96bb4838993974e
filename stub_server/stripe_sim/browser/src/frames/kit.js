// What every element is handed: its options, its texts, and how it is heard.

/**
 * @typedef {import('../common/words.js').Words} Words
 * @typedef {object} Kit
 * @property {string} kind the element's type, such as `payment`
 * @property {Words} words
 * @property {string} locale a language tag
 * @property {Record<string, any>} options of `create` and `update`
 * @property {Record<string, any>} group of `elements()`: mode, amount, currency, appearance …
 * @property {Record<string, any>|null} session what `GET /v1/elements/sessions` answered
 * @property {import('./request.js').Account} account whose API calls are made here
 * @property {(name: string, value?: any) => void} tell
 * @property {(name: string, value?: any) => Promise<any>} ask
 * @property {() => void} changed called after anything that a buyer did
 */

/**
 * @typedef {{type: 'validation_error', code: string, message: string}} ValidationError
 * @typedef {{complete: boolean, error: ValidationError|null}} Verdict
 */

/**
 * @typedef {object} FrameElement
 * @property {HTMLElement} node
 * @property {() => Record<string, any>} state payload of `change`, without the element's type
 * @property {() => Verdict | Promise<Verdict>} validate shows the errors too
 * @property {() => Record<string, any>} values what the page may know
 * @property {() => import('./request.js').Secrets | Promise<import('./request.js').Secrets>} secrets
 * @property {() => void} focus
 * @property {() => void} clear
 * @property {(options: Record<string, any>) => void} update
 * @property {() => any} [typed] what stands in it, for one that is drawn anew
 * @property {(typed: any) => void} [take] put that in again
 * @property {() => void} [review] show what is wrong, and leave the caret where it is
 * @property {() => void} [collapse]
 * @property {(status: number) => void} [settled] how a request that used the secrets ended
 * @property {(name: string, value: any) => void} [told] messages of this element alone
 * @property {() => Record<string, any>} [ready] members of `ready` beside the type
 */

/** The business that is paid, for texts. @param {Kit} kit @returns {string} */
export const businessOf = (kit) =>
  kit.options.business?.name ?? kit.session?.business_name ?? 'shopstub';

/** Whether the payment method is to be used again. @param {Kit} kit */
export function keepsMethod({ group, session }) {
  const preference = session?.payment_method_preference ?? {};
  return Boolean(
    group.setupFutureUsage ||
      /^(setup|subscription)$/.test(group.mode ?? '') ||
      preference.setup_intent ||
      preference.payment_intent?.setup_future_usage,
  );
}

/** What is to be paid, as far as it is known. @param {Kit} kit @returns {{amount?: number, currency?: string}} */
export function dueOf({ group, session }) {
  const intent = session?.payment_method_preference?.payment_intent ?? {};
  return { amount: group.amount ?? intent.amount, currency: group.currency ?? intent.currency };
}
