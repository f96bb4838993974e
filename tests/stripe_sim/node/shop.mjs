// A small shop's server with Stripe's own Node SDK, its host changed and nothing else. It takes
// payments in the shop's page and on Stripe's, keeps cards, and believes signed webhooks only.
import { createServer } from "node:http";
import Stripe from "stripe";

const [origin, secretKey] = process.argv.slice(2);
const { hostname, port } = new URL(origin);
const options = { host: hostname, port, protocol: "http", telemetry: false };
const older = new Stripe(secretKey, { ...options, apiVersion: "2020-08-27" });
const stripe = new Stripe(secretKey, options);
const heard = [];
let webhookSecret = "";
const shop = "http://localhost:4242";
const goods = (price) => [{ price, quantity: 2 }];

const calls = {
  "POST /payment": async ({ currency, method }) => {
    const intent = await older.paymentIntents.create({
      amount: 1999,
      currency,
      payment_method_types: [method],
    });
    return { clientSecret: intent.client_secret };
  },
  "POST /automatic-payment": async ({ currency }) => {
    const intent = await stripe.paymentIntents.create({
      amount: 1999,
      currency,
      automatic_payment_methods: { enabled: true },
    });
    return { clientSecret: intent.client_secret };
  },
  "POST /checkout": async () => {
    const product = await stripe.products.create({ name: "A mug" });
    const price = await stripe.prices.create({
      product: product.id,
      currency: "eur",
      unit_amount: 1200,
    });
    const session = await older.checkout.sessions.create({
      mode: "payment",
      line_items: goods(price.id),
      success_url: `${shop}/thanks?session_id={CHECKOUT_SESSION_ID}`,
      cancel_url: `${shop}/cart`,
    });
    return { id: session.id, url: session.url };
  },
  "POST /checkout-in-page": async () => {
    const session = await stripe.checkout.sessions.create({
      ui_mode: "elements",
      mode: "payment",
      line_items: [
        {
          price_data: { currency: "usd", unit_amount: 2000, product_data: { name: "A shirt" } },
          quantity: 1,
        },
      ],
      return_url: `${shop}/complete?session_id={CHECKOUT_SESSION_ID}`,
    });
    return { clientSecret: session.client_secret };
  },
  "POST /status": async ({ id }) => {
    const session = await stripe.checkout.sessions.retrieve(id, {
      expand: ["payment_intent", "line_items"],
    });
    return {
      status: session.status,
      paid: session.payment_status,
      intent: session.payment_intent?.status ?? null,
      lines: session.line_items.data.map((line) => [line.description, line.quantity]),
    };
  },
  "POST /keep": async () => {
    const customer = await stripe.customers.create();
    const setup = await stripe.setupIntents.create({ customer: customer.id });
    return { clientSecret: setup.client_secret, customer: customer.id };
  },
  "POST /webhook": async (_, body, headers) => {
    const event = stripe.webhooks.constructEvent(body, headers["stripe-signature"], webhookSecret);
    heard.push(event.type);
    if (event.type === "payment_method.attached") {
      const { customer, billing_details } = event.data.object;
      await stripe.customers.update(customer, { email: billing_details.email });
    }
    return {};
  },
  "GET /heard": async () => heard,
};

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts).toString();
  const answer = (status, value) => response.writeHead(status).end(JSON.stringify(value));
  try {
    const call = calls[`${request.method} ${request.url}`];
    answer(200, await call(body ? JSON.parse(body) : {}, body, request.headers));
  } catch (error) {
    answer(400, { error: { message: error.message } });
  }
});
server.listen(0, "127.0.0.1", async () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const endpoint = await stripe.webhookEndpoints.create({
    url: `${url}/webhook`,
    enabled_events: ["*"],
  });
  webhookSecret = endpoint.secret;
  console.log(url);
});
