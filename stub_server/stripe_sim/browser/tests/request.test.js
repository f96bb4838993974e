import assert from 'node:assert/strict';
import test from 'node:test';
import { withSecrets } from '../src/frames/request.js';

const CARD = {
  type: 'card',
  fields: { number: '4242424242424242', exp_month: 12, exp_year: 2045, cvc: '123' },
  billing: { name: 'Typed', address: { country: 'US', postal_code: '42424' } },
};

const PATH = '/v1/payment_intents/pi_1/confirm';
const filled = (params, into, secrets, path = PATH) => withSecrets({ path, params, into }, secrets);

test('a confirmation gets the method, and what the page says wins', () => {
  const params = {
    client_secret: 's',
    payment_method_data: { billing_details: { name: 'Said', address: { city: 'Bonn' } } },
  };
  assert.deepEqual(filled(params, 'payment_method_data', CARD), {
    client_secret: 's',
    payment_method_data: {
      type: 'card',
      card: CARD.fields,
      billing_details: {
        name: 'Said',
        address: { country: 'US', postal_code: '42424', city: 'Bonn' },
      },
    },
  });
});

test('a new PaymentMethod is told at the top', () => {
  const sent = filled({ metadata: { a: 'b' } }, '', CARD);
  assert.deepEqual(Object.keys(sent).sort(), ['billing_details', 'card', 'metadata', 'type']);
});

test('a token is told the holder in its own words', () => {
  assert.deepEqual(filled({ card: { name: 'Said' } }, 'card', CARD), {
    card: { ...CARD.fields, name: 'Said', address_zip: '42424', address_country: 'US' },
  });
});

test('a security code becomes a token by itself', () => {
  assert.deepEqual(filled({}, 'cvc_update', CARD), { cvc_update: { cvc: '123' } });
});

test('a confirmation alone gets the method’s options', () => {
  const options = { payment_method_options: { blik: { code: '123456' } } };
  const blik = { type: 'blik', fields: {}, confirming: options };
  assert.deepEqual(filled({}, 'payment_method_data', blik), {
    payment_method_data: { type: 'blik', blik: {} },
    ...options,
  });
  assert.deepEqual(filled({}, '', blik, '/v1/payment_methods'), { type: 'blik', blik: {} });
});

test('a method that is kept says to whom it may be shown', () => {
  const kept = { ...CARD, more: { allow_redisplay: 'always' } };
  assert.equal(filled({}, 'payment_method_data', kept).payment_method_data.allow_redisplay, 'always');
});
