import assert from 'node:assert/strict';
import test from 'node:test';
import { mismatch } from '../src/page/confirm.js';

const TOLD = { mode: 'payment', amount: 2000, currency: 'eur' };
const INTENT = { amount: 2000, currency: 'eur', setup_future_usage: null, capture_method: 'automatic_async' };
const KEPT = { setup_future_usage: 'off_session' };

const SAME = [
  [{}, {}],
  [{ captureMethod: 'automatic' }, {}],
  [{ captureMethod: 'manual' }, { capture_method: 'manual' }],
  [{ setupFutureUsage: 'off_session' }, KEPT],
  [{ mode: 'subscription' }, KEPT],
];
for (const [told, its] of SAME) {
  test(`${JSON.stringify(told)} pays ${JSON.stringify(its)}`, () => {
    assert.equal(mismatch({ ...TOLD, ...told }, { ...INTENT, ...its }), null);
  });
}

const OTHER = [
  [{}, { amount: 2001 }, 'amount (2001) does not match the expected amount (2000)'],
  [{}, { currency: 'usd' }, 'currency (usd) does not match the expected currency (eur)'],
  [{}, KEPT, 'setup_future_usage (off_session) does not match the expected setup_future_usage (null)'],
  [{}, { capture_method: 'manual' }, 'capture_method (manual) does not match the expected capture_method (automatic)'],
];
for (const [told, its, words] of OTHER) {
  test(`The provided ${words}`, () => {
    const error = mismatch({ ...TOLD, ...told }, { ...INTENT, ...its });
    assert.equal(error.type, 'invalid_request_error');
    assert.ok(error.message.startsWith(`The provided ${words}. `), error.message);
  });
}
