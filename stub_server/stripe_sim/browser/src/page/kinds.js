/** The Elements there are: how each is framed, and which of them Stripe has and we have not. */

/**
 * @typedef {{
 *   component: string, title: string, allow: string, wide: boolean, session: boolean,
 *   grouped: boolean, height: string,
 * }} Kind
 *   component: as in the path of the frame's URL; wide: 4 px more on each side, for rings of focus;
 *   session: drawn by what `elements/sessions` says; grouped: part of `elements.submit()`
 */

const CARD = 'payment *';
const PAYMENT = 'payment *; publickey-credentials-get *';

/** @param {string} component @param {string} title @param {Partial<Kind>} more @returns {Kind} */
const legacy = (component, title, more = {}) => ({
  component,
  title,
  allow: CARD,
  wide: false,
  session: false,
  grouped: false,
  height: '19.2px',
  ...more,
});
/** @param {string} component @param {string} title @param {Partial<Kind>} more @returns {Kind} */
const modern = (component, title, more = {}) => ({
  component,
  title,
  allow: PAYMENT,
  wide: true,
  session: false,
  grouped: true,
  height: '0px',
  ...more,
});

/** @type {Record<string, Kind>} */
export const KINDS = {
  payment: modern('payment', 'Secure payment input frame', { session: true }),
  expressCheckout: modern('express-checkout', 'Secure express checkout frame', { session: true }),
  address: modern('address', 'Secure address input frame'),
  linkAuthentication: modern('link-authentication', 'Secure email input frame'),
  card: legacy('card', 'Secure card payment input frame'),
  cardNumber: legacy('card', 'Secure card number input frame'),
  cardExpiry: legacy('card', 'Secure expiration date input frame'),
  cardCvc: legacy('card', 'Secure CVC input frame'),
  iban: legacy('iban', 'Secure IBAN input frame'),
};

/** What Stripe.js has besides, and what to use in its place here. @type {Record<string, string>} */
export const NOT_HERE = {
  auBankAccount: 'the payment Element',
  idealBank: 'the payment Element, or confirmIdealPayment() without a bank',
  epsBank: 'the payment Element, or confirmEpsPayment() without a bank',
  p24Bank: 'the payment Element, or confirmP24Payment() without a bank',
  fpxBank: 'the payment Element',
  shippingAddress: 'the address Element with mode "shipping"',
  paymentMethodMessaging: 'nothing: it only shows words',
  affirmMessage: 'nothing: it only shows words',
  afterpayClearpayMessage: 'nothing: it only shows words',
  currencySelector: 'elements() with a currency',
  contactDetails: 'the linkAuthentication Element',
  taxId: 'an input of your own',
  terms: 'words of your own',
  linkSignup: 'the linkAuthentication Element',
  paymentForm: 'the payment Element',
  issuingCardNumberDisplay: 'Stripe’s test mode',
  issuingCardCvcDisplay: 'Stripe’s test mode',
  issuingCardExpiryDisplay: 'Stripe’s test mode',
  issuingCardPinDisplay: 'Stripe’s test mode',
  issuingCardCopyButton: 'Stripe’s test mode',
  issuingAddToWalletButton: 'Stripe’s test mode',
};
