import assert from 'node:assert/strict';
import test from 'node:test';
import { backUrl, finished } from '../src/page/next_action.js';

globalThis.document = { baseURI: 'https://shop.example/checkout' };
const SECRET = { noun: 'payment_intent', id: 'pi_1', secret: 'pi_1_secret_2' };
const said = (url, status, secret = SECRET) => Object.fromEntries(new URL(backUrl(url, secret, { status })).searchParams);

const STATUSES = {
  succeeded: 'succeeded',
  processing: 'succeeded',
  requires_capture: 'succeeded',
  requires_action: 'pending',
  requires_payment_method: 'failed',
};
for (const [status, shown] of Object.entries(STATUSES)) {
  test(`a buyer comes back from ${status} as ${shown}`, () => {
    assert.deepEqual(said('https://shop.example/back', status), {
      payment_intent: 'pi_1',
      payment_intent_client_secret: 'pi_1_secret_2',
      redirect_status: shown,
    });
  });
}

test('query and fragment of the shop stay', () => {
  const url = new URL(backUrl('https://shop.example/back?order=7#top', SECRET, { status: 'succeeded' }));
  assert.equal(url.searchParams.get('order'), '7');
  assert.equal(url.hash, '#top');
});

test('a SetupIntent comes back under its own name', () => {
  const secret = { noun: 'setup_intent', id: 'seti_1', secret: 'seti_1_secret_2' };
  assert.equal(said('https://a.example/', 'succeeded', secret).setup_intent_client_secret, 'seti_1_secret_2');
});

const CONTEXT = { locale: 'en' };
test('an intent that is done is what the page is answered', async () => {
  const intent = { status: 'succeeded' };
  assert.deepEqual(await finished(CONTEXT, SECRET, intent), { paymentIntent: intent });
});

test('a try that failed is an error, and its intent is shown', async () => {
  const intent = { status: 'requires_payment_method', last_payment_error: { code: 'card_declined', message: 'No.' } };
  const { error } = await finished(CONTEXT, SECRET, intent);
  assert.equal(error.code, 'card_declined');
  assert.equal(error.payment_intent, intent);
});

test('a voucher that waits is no error', async () => {
  const intent = { status: 'requires_action', next_action: { type: 'boleto_display_details' } };
  assert.deepEqual(await finished(CONTEXT, SECRET, intent), { paymentIntent: intent });
});
