// A simulated wallet pays: its card becomes a token, as a real wallet's would.

import { send } from './request.js';

/** What the API calls a wallet's token. @type {Record<string, string>} */
const TOKENS = { apple_pay: 'apple_pay', google_pay: 'android_pay' };

/**
 * The secrets of a wallet's card.
 * @param {import('./request.js').Account} account @param {string} wallet @param {string} number
 * @param {Record<string, any>} billing
 * @returns {Promise<import('./request.js').Secrets>}
 */
export async function walletSecrets(account, wallet, number, billing) {
  const card = {
    number,
    exp_month: 12,
    exp_year: new Date().getFullYear() + 4,
    cvc: '123',
    tokenization_method: TOKENS[wallet],
  };
  const call = { method: 'POST', path: '/v1/tokens', params: { card }, into: 'card' };
  const { body } = await send(account, call, {});
  if (body.error) throw new Error(body.error.message);
  return { type: 'card', fields: { token: body.id }, billing };
}
