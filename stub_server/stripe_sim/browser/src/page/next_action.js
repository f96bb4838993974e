/** What a buyer still has to do after a confirmation, and how the page helps them to it. */
import { call } from './api.js';
import { challenged } from './challenge.js';
import { worded } from './language.js';

/**
 * @typedef {import('./api.js').Context} Context
 * @typedef {import('./checks.js').Secret} Secret
 */

/** How Stripe.js names an intent. */
export const MEMBER = { payment_intent: 'paymentIntent', setup_intent: 'setupIntent' };
const ERROR = { payment_intent: 'last_payment_error', setup_intent: 'last_setup_error' };
const POLLS = 120;
const PAUSE = 1000;

/** A promise that is never kept: the page is being left. @returns {Promise<any>} */
export const forever = () => new Promise(() => {});

/** Leave the page. @param {string} url */
export function leave(url) {
  window.location.assign(url);
  return forever();
}

/** The intent as it is now. @param {Context} context @param {Secret} secret */
export const retrieved = (context, { noun, id, secret }) =>
  call(context, 'GET', `/v1/${noun}s/${id}`, { client_secret: secret });

/**
 * From an intent to what the page is answered, with everything that the buyer has to do done.
 * @param {Context} context @param {Secret} secret @param {any} intent
 * @returns {Promise<any>} `{paymentIntent}`, `{setupIntent}` or `{error}`
 */
export async function finished(context, secret, intent) {
  if (intent.status === 'requires_action') return acted(context, secret, intent);
  const { noun } = secret;
  const error = intent[ERROR[noun]];
  if (intent.status === 'requires_payment_method' && error) {
    return { error: { ...worded(error, context.locale), [noun]: intent } };
  }
  return { [MEMBER[noun]]: intent };
}

/** @param {Context} context @param {Secret} secret @param {any} intent */
async function acted(context, secret, intent) {
  const action = intent.next_action;
  switch (action?.type) {
    case 'use_stripe_sdk':
      return authenticated(context, secret, action.use_stripe_sdk);
    case 'redirect_to_url':
      return leave(action.redirect_to_url.url);
    case 'blik_authorize':
    case 'card_await_notification':
      return awaited(context, secret);
    default:
      return { [MEMBER[secret.noun]]: intent };
  }
}

/** 3-D Secure: ask the issuer, and let the buyer answer where it wants to see them.
 * @param {Context} context @param {Secret} secret @param {any} told */
async function authenticated(context, secret, told) {
  const source = told.three_d_secure_2_source;
  const asked = await call(context, 'POST', '/v1/3ds2/authenticate', {
    source,
    browser: JSON.stringify(described()),
  });
  if (asked.body.error) return { error: asked.body.error };
  if (asked.body.ares?.transStatus === 'C') {
    const how = await challenged(context, asked.body);
    // Whoever answered elsewhere in the meantime has no challenge to give up: the intent tells.
    if (how === 'canceled') await call(context, 'POST', '/v1/3ds2/challenge_complete', { source });
  }
  const { body } = await retrieved(context, secret);
  return body.error ? { error: body.error } : finished(context, secret, body);
}

/** What an issuer is told of a browser. */
const described = () => ({
  fingerprintAttempted: false,
  challengeWindowSize: null,
  threeDSCompInd: 'Y',
  browserJavaEnabled: false,
  browserJavascriptEnabled: true,
  browserLanguage: navigator.language,
  browserColorDepth: String(screen.colorDepth),
  browserScreenHeight: String(screen.height),
  browserScreenWidth: String(screen.width),
  browserTZ: String(new Date().getTimezoneOffset()),
  browserUserAgent: navigator.userAgent,
});

/** The buyer answers elsewhere: wait for it. @param {Context} context @param {Secret} secret */
async function awaited(context, secret) {
  for (let poll = 0; ; poll++) {
    await new Promise((go) => setTimeout(go, PAUSE));
    const { body } = await retrieved(context, secret);
    if (body.error) return { error: body.error };
    if (body.status !== 'requires_action' || poll >= POLLS) {
      return body.status === 'requires_action'
        ? { [MEMBER[secret.noun]]: body }
        : finished(context, secret, body);
    }
  }
}

const STATUS = /** @type {Record<string, string>} */ ({
  succeeded: 'succeeded',
  processing: 'succeeded',
  requires_capture: 'succeeded',
  requires_confirmation: 'succeeded',
  requires_action: 'pending',
});

/** The return URL with what Stripe appends; its own query stays.
 * @param {string} returnUrl @param {Secret} secret @param {any} intent */
export function backUrl(returnUrl, { noun, id, secret }, intent) {
  const url = new URL(returnUrl, document.baseURI);
  url.searchParams.append(noun, id);
  url.searchParams.append(`${noun}_client_secret`, secret);
  url.searchParams.append('redirect_status', STATUS[intent.status] ?? 'failed');
  return url.href;
}
