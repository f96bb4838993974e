/** Calls that a frame makes, since only it knows the card. */
import { told, unreached } from './api.js';

/** @typedef {import('./element.js').Inner} Inner */

/**
 * @param {Inner} inner @param {string} path @param {Record<string, any>} params
 * @param {string} into where the frame adds what it holds
 * @returns {Promise<import('./api.js').Answer>}
 */
export async function askFrame(inner, path, params, into) {
  try {
    const answer = await inner.ask('request', { method: 'POST', path, params, into });
    return told(answer, inner.group.locale());
  } catch (fault) {
    if (/** @type {Error} */ (fault).name === 'IntegrationError') throw fault;
    return told(unreached(fault), inner.group.locale());
  }
}

/** Of what one Element holds, checked first.
 * @param {Inner} holder @param {string} path @param {any} params @param {string} into
 * @returns {Promise<import('./api.js').Answer>} */
export async function fromField(holder, path, params, into) {
  const entry = await holder.ask('validate');
  if (!entry.complete) return { status: 0, body: { error: entry.error } };
  return askFrame(holder, path, params, into);
}

/** Do it with the group's frames quiet, and let them say what went wrong.
 * @template Result @param {Inner[]} members @param {() => Promise<Result>} work
 * @returns {Promise<Result>} */
export async function busily(members, work) {
  const mounted = members.filter((it) => it.isMounted());
  for (const it of mounted) {
    it.tell('error', { message: null });
    it.tell('busy', { busy: true });
  }
  try {
    const result = await work();
    const error = /** @type {any} */ (result)?.error;
    for (const it of mounted) {
      if (error && it.confirming) it.tell('paymentfailed', { message: error.message });
      else if (it.confirming) it.tell('paymentdone', {});
      else if (error?.type === 'card_error' && it.type === 'payment') {
        it.tell('error', { message: error.message, code: error.code, param: error.param });
      }
      it.confirming = null;
    }
    return result;
  } finally {
    for (const it of mounted) it.tell('busy', { busy: false });
  }
}
