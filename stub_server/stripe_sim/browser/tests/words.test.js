import assert from 'node:assert/strict';
import test from 'node:test';
import { localeOf, wordsOf } from '../src/common/words.js';
import de from '../src/common/words/de.js';
import en from '../src/common/words/en.js';

const holes = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

test('every text is there in both languages, with the same holes', () => {
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en)) assert.deepEqual(holes(de[key]), holes(en[key]), key);
});

test('holes are filled', () => {
  assert.equal(wordsOf('en')('expires', { date: '12/45' }), 'Expires 12/45');
});

test('a region of a language is that language, an unspoken one is English', () => {
  assert.equal(wordsOf('de-AT')('cardNumber'), 'Kartennummer');
  assert.equal(wordsOf('fr')('cardNumber'), 'Card number');
});

test('auto is the browser’s language', () => {
  assert.equal(localeOf('auto', 'de-AT'), 'de-AT');
  assert.equal(localeOf(undefined, 'de'), 'de');
  assert.equal(localeOf('en', 'de'), 'en');
});
