/** Calls of the API that hold nothing secret; the others are made in the frames. */
import { encode } from '../common/form.js';
import { worded } from './language.js';

/**
 * @typedef {import('./origins.js').Origins} Origins
 * @typedef {{
 *   key: string, account?: string, version?: string, locale: string, origins: Origins,
 *   controller: string,
 * }} Context  of one `Stripe(…)`: whose key, on whose behalf, which API version, where
 * @typedef {{status: number, body: any}} Answer
 */

const UNREACHED =
  'We are experiencing issues connecting to our payments provider. Please check your internet ' +
  'connection and try again.';

/** No answer came. @param {unknown} fault @returns {Answer} */
export const unreached = (fault) => ({
  status: 0,
  body: { error: { type: 'api_connection_error', message: UNREACHED, detail: String(fault) } },
});

/**
 * One call. Never rejects: without an answer there is an `api_connection_error`.
 * @param {Context} context @param {'GET'|'POST'} method @param {string} path from /v1/ on
 * @param {Record<string, any>} params @returns {Promise<Answer>}
 */
export async function call(context, method, path, params) {
  const body = encode({ ...params, key: context.key, _stripe_version: context.version });
  /** @type {Record<string, string>} */
  const headers = { accept: 'application/json' };
  if (method === 'POST') headers['content-type'] = 'application/x-www-form-urlencoded';
  if (context.account) headers['stripe-account'] = context.account;
  const url = context.origins.api + path;
  try {
    const answer = await (method === 'GET'
      ? fetch(`${url}?${body}`, { headers, credentials: 'omit' })
      : fetch(url, { method, headers, body, credentials: 'omit' }));
    return told({ status: answer.status, body: await answer.json() }, context.locale);
  } catch (fault) {
    return told(unreached(fault), context.locale);
  }
}

/** The answer, its error in that language. @param {Answer} answer @param {string} locale */
export const told = (answer, locale) =>
  answer.body.error
    ? { ...answer, body: { ...answer.body, error: worded(answer.body.error, locale) } }
    : answer;

/**
 * The answer as Stripe.js gives it to the page: `{paymentIntent}` or `{error}`.
 * @param {string} name @param {Answer} answer @returns {any}
 */
export const resultOf = (name, { body }) => (body.error ? { error: body.error } : { [name]: body });
