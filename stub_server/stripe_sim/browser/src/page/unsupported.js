/** What Stripe.js can and this cannot: each says so when it is called, and what to use. */
import { IntegrationError } from '../common/errors.js';

const OTHERWISE = /** @type {Record<string, string>} */ ({
  collectBankAccountForPayment: 'confirmSepaDebitPayment() for a bank account',
  collectBankAccountForSetup: 'confirmSepaDebitSetup() for a bank account',
  collectBankAccountToken: 'Stripe’s test mode',
  collectFinancialConnectionsAccounts: 'Stripe’s test mode',
  confirmPaymentIntent: 'confirmCardPayment()',
  createEmbeddedCheckoutPage: 'elements() with the payment Element, or session.url',
  createEphemeralKeyNonce: 'Stripe’s test mode',
  createRadarSession: 'nothing: no payment needs one here',
  createSource: 'createPaymentMethod()',
  fulfillPaymentIntent: 'confirmCardPayment()',
  handleCardPayment: 'confirmCardPayment()',
  handleCardSetup: 'confirmCardSetup()',
  handleFpxPayment: 'confirmPayment()',
  handleSepaDebitPayment: 'confirmSepaDebitPayment()',
  handleSepaDebitSetup: 'confirmSepaDebitSetup()',
  initCheckout: 'elements() with confirmPayment()',
  initCheckoutElementsSdk: 'elements() with confirmPayment()',
  initCheckoutFormSdk: 'elements() with confirmPayment()',
  initEmbeddedCheckout: 'elements() with the payment Element, or session.url',
  initializePricing: 'Stripe’s test mode',
  processOrder: 'confirmPayment()',
  redirectToCheckout: 'session.url of the Checkout Session',
  retrieveOrder: 'retrievePaymentIntent()',
  retrieveSource: 'retrievePaymentIntent()',
  verifyIdentity: 'Stripe’s test mode',
  verifyMicrodepositsForPayment: 'confirmSepaDebitPayment() for a bank account',
  verifyMicrodepositsForSetup: 'confirmSepaDebitSetup() for a bank account',
});

/** The calls, by name. @returns {Record<string, () => never>} */
export const unsupported = () =>
  Object.fromEntries(
    Object.entries(OTHERWISE).map(([name, instead]) => [
      name,
      () => {
        throw new IntegrationError(
          `stripe.${name}() is not simulated. In its place there is: ${instead}.`,
        );
      },
    ]),
  );
