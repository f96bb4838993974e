import assert from 'node:assert/strict';
import test from 'node:test';
import {
  brandOf,
  cvcFault,
  formatCvc,
  formatNumber,
  fromUnitedStates,
  networksOf,
  numberFault,
} from '../src/common/cards.js';

const BRANDS = {
  4242424242424242: 'visa',
  5555555555554444: 'mastercard',
  2223003122003222: 'mastercard',
  '2720': 'mastercard',
  '2721': 'unknown',
  378282246310005: 'amex',
  6011111111111117: 'discover',
  3056930009020004: 'diners',
  36227206271667: 'diners',
  3566002020360505: 'jcb',
  6200000000000005: 'unionpay',
  1: 'unknown',
};

for (const [number, brand] of Object.entries(BRANDS)) {
  test(`${number} is ${brand}`, () => assert.equal(brandOf(number), brand));
  if (number.length > 12) {
    test(`${number} is whole and right`, () => assert.equal(numberFault(number), null));
  }
}

const FORMATS = [
  ['4242424242424242', '4242 4242 4242 4242'],
  ['4242-4242 42', '4242 4242 42'],
  ['42424242424242429', '4242 4242 4242 4242'],
  ['378282246310005', '3782 822463 10005'],
  ['36227206271667', '3622 720627 1667'],
  ['6205500000000000004', '6205 5000 0000 0000 004'],
  ['', ''],
];
for (const [typed, shown] of FORMATS) {
  test(`"${typed}" is shown as "${shown}"`, () => assert.equal(formatNumber(typed), shown));
}

const FAULTS = [
  ['', 'incomplete_number'],
  ['4242 4242 4242 424', 'incomplete_number'],
  ['4242424242424241', 'invalid_number'],
  ['9999999999999999', 'invalid_number'],
  ['30569309025904', null],
  ['6205500000000000004', null],
];
for (const [typed, fault] of FAULTS) {
  test(`"${typed}" is ${fault ?? 'right'}`, () => assert.equal(numberFault(typed ?? ''), fault));
}

test('a security code has four digits on American Express, three on others', () => {
  assert.equal(formatCvc('12345', '3782'), '1234');
  assert.equal(formatCvc('12345', '4242'), '123');
  assert.equal(cvcFault('123', '3782'), 'incomplete_cvc');
  assert.equal(cvcFault('123', '4242'), null);
  assert.equal(cvcFault('123', ''), null);
});

test('a co-branded card has two networks', () => {
  assert.deepEqual(networksOf('4000002500001001'), ['cartes_bancaires', 'visa']);
  assert.deepEqual(networksOf('4242'), ['visa']);
});

test('a test number tells the country of its bank', () => {
  assert.equal(fromUnitedStates('4000002760000016'), false);
  assert.equal(fromUnitedStates('4242424242424242'), true);
  assert.equal(fromUnitedStates('4000000000003220'), true);
});
