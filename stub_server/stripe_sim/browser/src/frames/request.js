// Calls of the API that hold what the page must not know; they are made here, in the frame.

import { encode } from '../common/form.js';
import { merged } from '../common/merged.js';

/**
 * @typedef {object} Secrets what a frame adds to a call
 * @property {string} [type] of the payment method
 * @property {Record<string, any>} [fields] under the type's name: number, cvc, iban …
 * @property {Record<string, any>} [billing] in the API's words
 * @property {Record<string, any>} [more] beside them, in the method's own hash
 * @property {Record<string, any>} [confirming] what a confirmation is told beside the method
 */

/**
 * @typedef {object} Call
 * @property {string} method
 * @property {string} path from /v1/ on
 * @property {Record<string, any>} params
 * @property {string} into where the secrets go; '': to the top
 *
 * @typedef {{api: string, key: string, account?: string, version?: string}} Account whose call it is
 */

/**
 * The parameters with the secrets in their place; what the page said itself wins.
 * @param {Call} call @param {Secrets} secrets @returns {Record<string, any>}
 */
export function withSecrets({ path, params, into }, { type, fields = {}, billing = {}, more, confirming }) {
  if (into === 'card') return merged({ card: { ...fields, ...holder(billing) } }, params);
  if (into === 'cvc_update') return merged({ cvc_update: { cvc: fields.cvc } }, params);
  const method = {
    ...more,
    ...(type ? { type, [type]: fields } : {}),
    ...(Object.keys(billing).length ? { billing_details: billing } : {}),
  };
  const beside = path.endsWith('/confirm') ? confirming : {};
  return merged({ ...beside, ...(into ? { [into]: method } : method) }, params);
}

/** The holder as a token names it. @param {Record<string, any>} billing */
function holder({ name, address = {} }) {
  const { city, country, line1, line2, state, postal_code: zip } = address;
  const all = {
    name,
    address_city: city,
    address_country: country,
    address_line1: line1,
    address_line2: line2,
    address_state: state,
    address_zip: zip,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

/**
 * The call with its secrets. Rejects when nothing answers.
 * @param {Account} account @param {Call} call @param {Secrets} secrets
 * @returns {Promise<{status: number, body: any}>}
 */
export async function send({ api, key, account, version }, call, secrets) {
  /** @type {Record<string, string>} */
  const headers = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  };
  if (account) headers['stripe-account'] = account;
  const body = encode({ ...withSecrets(call, secrets), key, _stripe_version: version });
  const { method, path } = call;
  const answer = await fetch(api + path, { method, headers, body, credentials: 'omit' });
  return { status: answer.status, body: await answer.json() };
}
