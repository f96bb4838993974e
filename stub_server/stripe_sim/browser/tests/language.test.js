import assert from 'node:assert/strict';
import test from 'node:test';
import { worded } from '../src/page/language.js';

const DECLINED = { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' };
const CASES = [
  [{ ...DECLINED, decline_code: 'generic_decline' }, 'Ihre Karte wurde abgelehnt.'],
  [{ ...DECLINED, decline_code: 'insufficient_funds' }, 'Ihre Karte ist nicht ausreichend gedeckt.'],
  [{ type: 'invalid_request_error', code: 'setup_intent_authentication_failure' }, /nicht authentifizieren/],
  [{ type: 'api_connection_error' }, /Internetverbindung/],
];
for (const [error, message] of CASES) {
  test(`${error.decline_code ?? error.code ?? error.type} in German`, () => {
    assert.match(worded(error, 'de-AT').message, typeof message === 'string' ? new RegExp(message) : message);
  });
}

test('what the shop did wrong stays in the words of the API', () => {
  const error = { type: 'invalid_request_error', code: 'url_invalid', message: 'Not a valid URL' };
  assert.equal(worded(error, 'de'), error);
});

test('other languages stay English', () => assert.equal(worded(DECLINED, 'fr'), DECLINED));
