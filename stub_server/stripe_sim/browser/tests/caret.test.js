import assert from 'node:assert/strict';
import test from 'node:test';
import { retype } from '../src/frames/caret.js';
import { formatNumber } from '../src/common/cards.js';
import { formatExpiry } from '../src/common/expiry.js';

/** The field after a key: `|` is the caret. */
function after(was, now, format, deleting = false) {
  const caret = now.indexOf('|');
  const typed = { was, raw: now.replace('|', ''), caret, deleting };
  const { text, caret: place } = retype(typed, format);
  return `${text.slice(0, place)}|${text.slice(place)}`;
}

test('typing at the end stays at the end', () => {
  assert.equal(after('4242', '42424|', formatNumber), '4242 4|');
  assert.equal(after('1', '12|', formatExpiry), '12 / |');
});

test('typing in the middle stays there', () => {
  assert.equal(after('4242 4242', '42542|2 4242', formatNumber), '4254 2|242 42');
});

test('deleting in the middle stays there', () => {
  assert.equal(after('4242 4242', '424|2 424'.replace('2 424', '2 42'), formatNumber, true), '424|2 42');
});

test('deleting a separator deletes the sign before it', () => {
  assert.equal(after('12 / ', '12 /|', formatExpiry, true), '1|');
  assert.equal(after('4242 4242', '4242|4242', formatNumber, true), '424|4 242');
});

test('deleting again and again empties the field', () => {
  let shown = '12 / 45';
  for (let count = 0; shown && count < 7; count += 1) {
    shown = after(shown, `${shown.slice(0, -1)}|`, formatExpiry, true).replace('|', '');
  }
  assert.equal(shown, '');
});
