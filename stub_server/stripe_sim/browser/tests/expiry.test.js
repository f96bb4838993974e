import assert from 'node:assert/strict';
import test from 'node:test';
import { expiryFault, formatExpiry, readExpiry } from '../src/common/expiry.js';

const FORMATS = [
  ['1245', '12 / 45'],
  ['12/45', '12 / 45'],
  ['12 / 33', '12 / 33'],
  ['12/2030', '12 / 30'],
  ['12 / 203', '12 / 203'],
  ['122030', '12 / 30'],
  ['1', '1'],
  ['1/', '01 / '],
  ['12', '12 / '],
  ['13', '01 / 3'],
  ['5', '05 / '],
  ['5/30', '05 / 30'],
  ['530', '05 / 30'],
  ['0', '0'],
  ['00', '0'],
  ['05', '05 / '],
  ['12 / 345', '12 / 34'],
  ['', ''],
  ['/', ''],
  ['abc', ''],
];
for (const [typed, shown] of FORMATS) {
  test(`"${typed}" is shown as "${shown}"`, () => {
    assert.equal(formatExpiry(typed), shown);
    assert.equal(formatExpiry(shown), shown, 'and stays so');
  });
}

test('typed key by key it comes out the same', () => {
  for (const keys of ['1245', '12/45', '12 / 45', '12/2045']) {
    assert.equal([...keys].reduce((shown, key) => formatExpiry(shown + key), ''), '12 / 45', keys);
  }
});

const NOW = new Date(2026, 10, 23);
const FAULTS = [
  ['', 'incomplete_expiry'],
  ['12 / 3', 'incomplete_expiry'],
  ['12 / 203', 'incomplete_expiry'],
  ['12 / 25', 'invalid_expiry_year_past'],
  ['10 / 26', 'invalid_expiry_month_past'],
  ['11 / 26', null],
  ['12 / 76', null],
  ['12 / 77', 'invalid_expiry_year'],
];
for (const [typed, fault] of FAULTS) {
  test(`"${typed}" is ${fault ?? 'right'}`, () => assert.equal(expiryFault(typed ?? '', NOW), fault));
}

test('it is read as month and full year', () => {
  assert.deepEqual(readExpiry('04 / 31'), { month: 4, year: 2031 });
});
