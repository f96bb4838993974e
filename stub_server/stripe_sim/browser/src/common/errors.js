/** Errors: those that a page is thrown, and those that it is answered. */

/** The page uses the script in a way that cannot work: thrown, as Stripe.js throws. */
export class IntegrationError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'IntegrationError';
  }
}

/**
 * What a buyer left out or mistyped, as Stripe.js answers it.
 * @param {string} code such as `incomplete_number` @param {string} message
 * @returns {{type: 'validation_error', code: string, message: string}}
 */
export const validationError = (code, message) => ({ type: 'validation_error', code, message });
