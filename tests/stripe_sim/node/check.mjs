// Stripe's own Node SDK, with another host and nothing else changed. Prints what it found as JSON.
import Stripe from "stripe";

const [origin, key, payload, header, secret] = process.argv.slice(2);
const { hostname, port } = new URL(origin);
const stripe = new Stripe(key, { host: hostname, port, protocol: "http", telemetry: false });
const found = {};

const intent = await stripe.paymentIntents.create({
  amount: 2000,
  currency: "eur",
  automatic_payment_methods: { enabled: true },
  metadata: { orderId: "order-1" },
});
const back = { return_url: "https://shop.example/back" };
const paid = await stripe.paymentIntents.confirm(intent.id, {
  payment_method: "pm_card_visa",
  expand: ["latest_charge"],
  ...back,
});
found.paid = [paid.status, paid.latest_charge.payment_method_details.card.last4];

const refused = async (work) => {
  try {
    await work();
    return "not refused";
  } catch (error) {
    return [error.constructor.name, error.statusCode, error.code ?? null, error.decline_code ?? null];
  }
};
const given = { amount: 2000, currency: "eur", confirm: true, ...back };
found.declined = await refused(() =>
  stripe.paymentIntents.create({ ...given, payment_method: "pm_card_chargeDeclined" }),
);
found.missing = await refused(() => stripe.paymentIntents.retrieve("pi_nobody"));
found.unknown = await refused(() => stripe.paymentIntents.create({ ...given, colour: "red" }));
found.live = await refused(() => new Stripe("sk_live_abcdefgh1234", { host: hostname, port, protocol: "http" }).balanceTransactions.list());

const waiting = await stripe.paymentIntents.create({
  ...given,
  payment_method: "pm_card_authenticationRequired",
});
found.challenged = [waiting.status, waiting.next_action.type];

const events = [];
for await (const event of stripe.events.list({ limit: 2 })) events.push(event.type);
found.events = events.reverse();

const refund = await stripe.refunds.create({ payment_intent: intent.id });
found.refunded = refund.status;
const options = { idempotencyKey: "once" };
const one = await stripe.customers.create({ name: "Jenny" }, options);
const two = await stripe.customers.create({ name: "Jenny" }, options);
found.once = [one.id === two.id, two.lastResponse.headers["idempotent-replayed"]];

const charge = await stripe.charges.create({ amount: 500, currency: "eur", source: "tok_visa" });
found.charged = [charge.status, charge.source.last4];

// The tolerance is off: the signature is of the day on which the test plays.
const heard = (body) => stripe.webhooks.constructEvent(body, header, secret, 0).type;
found.heard = heard(payload);
found.tampered = await refused(() => heard(payload + " "));

console.log(JSON.stringify(found));
