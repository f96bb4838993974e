import assert from 'node:assert/strict';
import test from 'node:test';
import { available } from '../src/frames/express/buttons.js';
import { asked, emailFault } from '../src/frames/fields/billing.js';
import { cardPostalFault } from '../src/frames/legacy/cards.js';
import { offered } from '../src/frames/payment/methods.js';
import { fitting } from '../src/frames/payment/tabs.js';
import { moneyOf } from '../src/frames/sheet.js';

const session = (...types) => ({ payment_method_preference: { ordered_payment_method_types: types } });

test('wallets stand after the card, unless they are not wanted', () => {
  const types = ['ideal', 'card', 'link', 'sepa_debit'];
  assert.deepEqual(offered(session(...types), {}, {}), [
    'ideal',
    'card',
    'apple_pay',
    'google_pay',
    'sepa_debit',
  ]);
  const wallets = { applePay: 'never', googlePay: 'never' };
  assert.deepEqual(offered(session(...types), {}, { wallets }), ['ideal', 'card', 'sepa_debit']);
  assert.deepEqual(offered(session('sepa_debit'), {}, {}), ['sepa_debit']);
});

test('the page orders what there is', () => {
  const paymentMethodOrder = ['sepa_debit', 'klarna', 'card'];
  const wallets = { applePay: 'never', googlePay: 'never' };
  const options = { paymentMethodOrder, wallets };
  assert.deepEqual(offered(session('card', 'eps', 'sepa_debit'), {}, options), [
    'sepa_debit',
    'card',
    'eps',
  ]);
});

test('without a session there is the card', () => {
  assert.deepEqual(offered(null, {}, { wallets: { applePay: 'never', googlePay: 'never' } }), ['card']);
});

const ASKED = ['name', 'email', 'address.country', 'address.postalCode'];
const RULES = [
  ['auto', ASKED],
  ['never', []],
  [{ email: 'never' }, ['name', 'address.country', 'address.postalCode']],
  [{ address: 'never' }, ['name', 'email']],
  [{ address: { postalCode: 'never' } }, ['name', 'email', 'address.country']],
  [{ address: 'if_required' }, ['name', 'email']],
];
for (const [rule, left] of RULES) {
  test(`fields.billingDetails ${JSON.stringify(rule)} leaves ${left.length}`, () => {
    const kit = { options: { fields: { billingDetails: rule } } };
    assert.deepEqual(asked(kit, 'card', ASKED), left);
  });
}

test('a name is asked where it always is, and a method has rules of its own', () => {
  const fields = { billingDetails: { name: 'always' }, sepa_debit: { billingDetails: { email: 'never' } } };
  assert.deepEqual(asked({ options: { fields } }, 'card', ['address.country']), ['name', 'address.country']);
  assert.deepEqual(asked({ options: { fields } }, 'sepa_debit', ['name', 'email']), ['name']);
});

const EMAILS = [
  ['', 'incomplete_email'],
  ['ada', 'incomplete_email'],
  ['ada@example', 'incomplete_email'],
  ['ada@example.com', null],
  ['a da@example.com', 'invalid_email'],
  ['ada@exam@ple.com', 'incomplete_email'],
];
for (const [text, fault] of EMAILS) {
  test(`"${text}" is ${fault ?? 'right'}`, () => assert.equal(emailFault(text), fault));
}

test('an American card has a ZIP code of five digits', () => {
  assert.equal(cardPostalFault('9410', '4242'), 'incomplete_zip');
  assert.equal(cardPostalFault('94107', '4242'), null);
  assert.equal(cardPostalFault('1010', '4000000400000008'), null);
  assert.equal(cardPostalFault('SW1A 1AA', '4242'), null);
});

test('tabs that have no room go to the menu', () => {
  assert.equal(fitting(0, 5), 5, 'not drawn yet');
  assert.equal(fitting(480, 4), 4);
  assert.equal(fitting(480, 9), 3);
  assert.equal(fitting(280, 9), 2);
  assert.equal(fitting(90, 9), 1);
});

test('a button stands for what the session offers', () => {
  assert.deepEqual(available({ options: {}, session: session('card', 'paypal') }), {
    applePay: true,
    googlePay: true,
    paypal: true,
    klarna: false,
    amazonPay: false,
    link: false,
  });
  const options = { paymentMethods: { applePay: 'never', googlePay: 'never' } };
  assert.equal(available({ options, session: session('card') }), undefined);
});

test('money is written as the country does', () => {
  assert.equal(moneyOf('en', 2599, 'eur'), '€25.99');
  assert.equal(moneyOf('en', 500, 'jpy'), '¥500');
});
