/** A stub: `Stripe` is there. */
// @ts-expect-error: not declared on window
window.Stripe = function Stripe() {};
