import assert from 'node:assert/strict';
import test from 'node:test';
import { bankOfIban, countryOfIban, exampleIban, formatIban, ibanFault } from '../src/common/iban.js';

const RIGHT = [
  'AT611904300234573201',
  'BE62510007547061',
  'DE89370400440532013000',
  'FI2112345600000785',
  'FR1420041010050500013M02606',
  'GI60MPFS599327643783385',
  'IE29AIBK93115212345678',
  'NL39RABO0300065264',
  'NO9386011117947',
];
for (const iban of RIGHT) {
  test(`${iban} is right`, () => assert.equal(ibanFault(iban), null));
}

const FAULTS = [
  ['', 'incomplete_iban'],
  ['D', 'incomplete_iban'],
  ['DE89 3704', 'incomplete_iban'],
  ['DE89370400440532013001', 'invalid_iban'],
  ['89370400', 'invalid_iban_start'],
  ['D8', 'invalid_iban_start'],
  ['XX12', 'invalid_iban_country_code'],
];
for (const [typed, fault] of FAULTS) {
  test(`"${typed}" is ${fault}`, () => assert.equal(ibanFault(typed ?? ''), fault));
}

test('it is grouped in fours, in capitals, and cut to its length', () => {
  assert.equal(formatIban('de8937040044 0532013000 99'), 'DE89 3704 0044 0532 0130 00');
});

test('it tells country and bank', () => {
  assert.equal(countryOfIban('d'), '');
  assert.equal(countryOfIban('nl39'), 'NL');
  assert.equal(bankOfIban('NL39 RABO 0300 0652 64'), 'RABOBANK');
  assert.equal(bankOfIban('AT61'), '');
  assert.equal(exampleIban('DE'), 'DE00 1234 5678 9012 3456 78');
});
