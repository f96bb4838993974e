/** `elements.submit()`. */

/** Check what the buyer has entered, and let wallets ask for it.
 * @param {import('./elements.js').Group} group */
export async function submitted(group) {
  const express = group.members().find((it) => it.confirming);
  if (express) {
    group.submitted = true;
    return { selectedPaymentMethod: express.confirming.expressPaymentType };
  }
  const asked = group.members().filter((it) => it.kind.grouped && it.type !== 'expressCheckout');
  const payment = group.find('payment');
  if (payment?.loadError) return { error: payment.loadError };
  const answers = await Promise.all(
    asked.filter((it) => it.isMounted()).map((it) => it.ask('validate')),
  );
  const failed = answers.find((it) => !it.complete);
  if (failed) return { error: failed.error };
  group.submitted = true;
  if (!payment?.isMounted()) return {};
  const { type, wallet } = await payment.ask('values');
  return { selectedPaymentMethod: wallet ?? type };
}
