import assert from 'node:assert/strict';
import test from 'node:test';
import { billingDetails, checkFields, shippingDetails } from '../src/page/collect.js';

const payment = (billingDetails) => ({ options: { fields: { billingDetails } } });
const check = (fields, details) => checkFields(payment(fields), details, 'stripe.confirmPayment', 'confirmParams.payment_method_data');

const REFUSED = [
  [{ name: 'never' }, {}, /fields\.billing_details\.name/],
  [{ address: { postalCode: 'never' } }, { address: {} }, /address\.postal_code/],
  [{ address: 'never' }, { address: { line1: 'a' } }, /address\.line2/],
  ['never', {}, /billing_details\.name/],
];
for (const [fields, details, message] of REFUSED) {
  test(`${JSON.stringify(fields)} is to be said by the page`, () => {
    assert.throws(() => check(fields, details), message);
  });
}

const TAKEN = [
  [undefined, {}],
  ['auto', {}],
  [{ name: 'auto', address: { country: 'auto' } }, {}],
  [{ name: 'never' }, { name: 'Ada' }],
  [{ name: 'never' }, { name: null }],
  [{ address: { country: 'never' } }, { address: { country: 'DE' } }],
];
for (const [fields, details] of TAKEN) {
  test(`${JSON.stringify(fields)} with ${JSON.stringify(details)}`, () => check(fields, details));
}

/** A group with these Elements in it: type, mode, and what was entered. */
function makeGroup(...entries) {
  const members = entries.map(([type, mode, value]) => ({
    type,
    options: { mode },
    isMounted: () => true,
    ask: async () => value,
  }));
  return {
    members: () => members,
    find: (type, mode) => members.find((it) => it.type === type && (!mode || it.options.mode === mode)),
  };
}
const ADDRESS = { complete: true, value: { name: 'Ada', phone: '', address: { city: 'Berlin' } } };

test('the Elements beside the payment say who pays', async () => {
  const group = makeGroup(['address', 'billing', ADDRESS], ['linkAuthentication', undefined, { email: 'a@b.c' }]);
  assert.deepEqual(await billingDetails(group, {}), { name: 'Ada', address: { city: 'Berlin' }, email: 'a@b.c' });
  assert.equal((await billingDetails(group, { name: 'Grace' })).name, 'Grace');
  const given = await billingDetails(group, { address: { country: 'DE' } });
  assert.deepEqual(given.address, { city: 'Berlin', country: 'DE' }, 'what the page adds leaves the rest');
});

test('an address for the parcel is no address for the bill', async () => {
  const group = makeGroup(['address', 'shipping', ADDRESS]);
  assert.deepEqual(await billingDetails(group, {}), {});
  assert.deepEqual(await shippingDetails(group, {}), { name: 'Ada', address: { city: 'Berlin' } });
});

test('half an address is none', async () => {
  const group = makeGroup(['address', 'shipping', { ...ADDRESS, complete: false }]);
  assert.equal(await shippingDetails(group, {}), undefined);
});
