import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { makeStripe } from '../src/page/stripe.js';

const DECLARED = new URL(
  '../node_modules/@stripe/stripe-js/dist/stripe-js/stripe.d.ts',
  import.meta.url,
);
const CONTEXT = { key: 'pk_test_1234', locale: 'en', origins: {}, controller: 'x' };

/** The names of all calls that the declarations know. */
function declared() {
  const text = readFileSync(DECLARED, 'utf8');
  const body = text.slice(text.indexOf('export interface Stripe {'), text.indexOf('export type PaymentIntentResult'));
  return [...new Set([...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name))];
}

test('each declared call is there, as an own function', () => {
  const stripe = makeStripe(CONTEXT);
  assert.ok(declared().length >= 70);
  for (const name of declared()) assert.equal(typeof Object.getOwnPropertyDescriptor(stripe, name)?.value, 'function', name);
});

test('calls of old versions are there too, and say what to use', () => {
  const stripe = makeStripe(CONTEXT);
  const names = ['redirectToCheckout', 'handleCardPayment', 'createSource', 'initEmbeddedCheckout', 'createEmbeddedCheckoutPage', 'confirmOxxoPayment'];
  for (const name of names) {
    assert.throws(() => stripe[name]({}), (error) => error.name === 'IntegrationError' && /not simulated/.test(error.message));
  }
});

test('the object survives a proxy', async () => {
  const stripe = new Proxy(makeStripe(CONTEXT), {});
  assert.equal(stripe.registerAppInfo({ name: 'x' }), undefined);
  await assert.rejects(stripe.retrievePaymentIntent('pi_1'), /client secret of the form/);
});

const SECRETS = [
  ['retrievePaymentIntent', 'seti_1_secret_2'],
  ['retrieveSetupIntent', 'pi_1_secret_2'],
  ['confirmCardPayment', undefined],
  ['confirmCardSetup', 'pi_1'],
  ['handleCardAction', ''],
];
for (const [name, secret] of SECRETS) {
  test(`${name} refuses ${secret} as a secret`, async () => {
    await assert.rejects(makeStripe(CONTEXT)[name](secret), (error) => error.name === 'IntegrationError' && /You specified/.test(error.message));
  });
}

const SECRET = 'pi_1_secret_2';
const REFUSED = {
  'confirmPayment needs something to confirm': [(s) => s.confirmPayment({}), /either elements or clientSecret/],
  'confirmPayment needs an object': [(s) => s.confirmPayment(), /should be an object/],
  'confirmPayment needs a way back': [(s) => s.confirmPayment({ clientSecret: SECRET }), /return_url/],
  'redirect is always or if_required': [(s) => s.confirmPayment({ clientSecret: SECRET, redirect: 'never' }), /if_required/],
  'elements are elements': [(s) => s.confirmPayment({ elements: {}, redirect: 'if_required' }), /stripe.elements/],
  'confirmSetup wants a SetupIntent': [(s) => s.confirmSetup({ clientSecret: SECRET, redirect: 'if_required' }), /client secret of the form/],
  'createPaymentMethod takes no card numbers': [(s) => s.createPaymentMethod({ type: 'card', card: { number: '4242424242424242' } }), /card should be an Element/],
  'createPaymentMethod needs a type': [(s) => s.createPaymentMethod({}), /type should be a string/],
  'createToken needs an Element': [(s) => s.createToken({}), /valid token type/],
  'createToken needs to know of whom': [(s) => s.createToken('pii'), /should be an object/],
  'createConfirmationToken needs Elements': [(s) => s.createConfirmationToken({}), /elements or element/],
};
for (const [what, [call, message]] of Object.entries(REFUSED)) {
  test(what, async () => {
    await assert.rejects(call(makeStripe(CONTEXT)), (error) => {
      assert.equal(error.name, 'IntegrationError');
      assert.match(error.message, message);
      return true;
    });
  });
}

test('no refused card number stands in the message', async () => {
  const call = makeStripe(CONTEXT).createPaymentMethod({ type: 'card', card: { number: '4242424242424242' } });
  await assert.rejects(call, (error) => !error.message.includes('4242'));
});

test('no wallet is ready', async () => {
  const total = { label: 'Total', amount: 100 };
  const request = makeStripe(CONTEXT).paymentRequest({ country: 'DE', currency: 'eur', total });
  assert.equal(await request.canMakePayment(), null);
  assert.throws(() => request.show(), /canMakePayment/);
});
