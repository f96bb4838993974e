import assert from 'node:assert/strict';
import test from 'node:test';
import { addressForm, cardWantsPostal, countryNames, postalFault } from '../src/common/countries.js';

test('countries are named and ordered in the language', () => {
  const english = countryNames('en');
  assert.ok(english.length > 230);
  assert.deepEqual(english.find(([code]) => code === 'US'), ['US', 'United States']);
  assert.deepEqual(countryNames('de', ['AT', 'DE', 'EG']), [
    ['EG', 'Ägypten'],
    ['DE', 'Deutschland'],
    ['AT', 'Österreich'],
  ]);
});

test('card forms ask for the postal code where banks check it', () => {
  assert.deepEqual(['US', 'GB', 'CA', 'DE'].map(cardWantsPostal), [true, true, true, false]);
});

const CODES = [
  ['US', '42424', null],
  ['US', '424', 'incomplete_zip'],
  ['GB', 'SW1A 1AA', null],
  ['GB', 'SW1', 'incomplete_zip'],
  ['CA', 'M5T1T4', null],
  ['DE', '10115', null],
  ['DE', '1011', 'incomplete_zip'],
  ['BR', 'anything', null],
  ['BR', ' ', 'incomplete_zip'],
];
for (const [country, code, fault] of CODES) {
  test(`${code} in ${country}: ${fault ?? 'right'}`, () => {
    assert.equal(postalFault(code, country), fault);
  });
}

test('an address has what addresses have there', () => {
  assert.equal(addressForm('US').stateLabel, 'state');
  assert.ok(addressForm('US').states.some(([code, name]) => code === 'CA' && name === 'California'));
  assert.equal(addressForm('DE').stateLabel, null);
  assert.equal(addressForm('DE').postalFirst, true);
  assert.equal(addressForm('HK').postal, false);
});
