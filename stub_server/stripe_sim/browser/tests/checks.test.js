import assert from 'node:assert/strict';
import test from 'node:test';
import { checkedKey, checkElementsOptions } from '../src/page/checks.js';

const KEYS = {
  undefined: [undefined, /Missing value for Stripe\(\): apiKey should be a string/],
  'an empty string': ['', /You used an empty string/],
  'a number': [1, /apiKey should be a string/],
  'a secret key': ['sk_test_1234', /publishable key instead/],
  'a live key': ['pk_live_1234', /Live keys are refused/],
};
for (const [what, [key, message]] of Object.entries(KEYS)) {
  test(`Stripe() refuses ${what}`, () => assert.throws(() => checkedKey(key), message));
}

const REFUSED = {
  'a wrong secret': [{ clientSecret: 'pi_1' }, /clientSecret should be a client secret of the form/],
  'a secret and a mode': [{ clientSecret: 'pi_1_secret_2', mode: 'setup' }, /together/],
  'a mode that is none': [{ mode: 'donate' }, /payment, setup, subscription/],
  'a payment without an amount': [{ mode: 'payment', currency: 'eur' }, /amount should be a positive integer/],
  'a payment of nothing': [{ mode: 'payment', amount: 0, currency: 'eur' }, /amount/],
  'a fraction of a cent': [{ mode: 'payment', amount: 10.5, currency: 'eur' }, /amount/],
  'a payment without a currency': [{ mode: 'payment', amount: 100 }, /currency/],
  'a currency in capitals': [{ mode: 'payment', amount: 100, currency: 'EUR' }, /lowercase/],
};
for (const [what, [options, message]] of Object.entries(REFUSED)) {
  test(`elements() refuses ${what}`, () => {
    assert.throws(() => checkElementsOptions(options), message);
  });
}

const TAKEN = [
  {},
  { clientSecret: 'pi_3abc_secret_def', locale: 'de', appearance: { theme: 'night' } },
  { mode: 'setup' },
  { mode: 'setup', currency: 'eur', setup_future_usage: 'off_session' },
  { mode: 'payment', amount: 100, currency: 'eur', capture_method: 'manual' },
  { mode: 'subscription', amount: 0, currency: 'usd' },
];
for (const options of TAKEN) {
  test(`elements() takes ${JSON.stringify(options)}`, () => checkElementsOptions(options));
}
