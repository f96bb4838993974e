import assert from 'node:assert/strict';
import test from 'node:test';
import { originsOf, versionOf } from '../src/page/origins.js';

const CASES = [
  ['http://127.0.0.1:4601/v3/', 3],
  ['http://127.0.0.1:4601/v3', 3],
  ['http://127.0.0.1:4601/v3/?advancedFraudSignals=false', 3],
  ['http://127.0.0.1:4601/v3/stripe.js', 3],
  ['https://js.stripe.com/acacia/stripe.js', 'acacia'],
  ['https://js.stripe.com/basil/stripe.js', 'basil'],
  ['https://js.stripe.com/clover/stripe.js', 'clover'],
  ['https://js.stripe.com/dahlia/stripe.js?advancedFraudSignals=false', 'dahlia'],
  ['https://js.stripe.com/endive/stripe.js', 'endive'],
];

for (const [url, version] of CASES) {
  test(`the version of ${url} is ${version}`, () => {
    assert.equal(versionOf(new URL(url)), version);
  });
}

test('frames and API are where the script comes from', () => {
  assert.deepEqual(originsOf(new URL('http://127.0.0.1:4601/v3/')), {
    frames: 'http://127.0.0.1:4601',
    api: 'http://127.0.0.1:4601',
    acs: null,
  });
});

test("a browser that takes us for Stripe finds Stripe's hosts", () => {
  assert.equal(originsOf(new URL('https://js.stripe.com/v3/')).api, 'https://api.stripe.com');
});
