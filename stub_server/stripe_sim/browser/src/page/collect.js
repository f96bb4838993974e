/** What a confirmation says: what the page says, and what the buyer has entered beside the card. */
import { IntegrationError } from '../common/errors.js';
import { merged } from '../common/merged.js';

/**
 * @typedef {import('./elements.js').Group} Group
 * @typedef {import('./element.js').Inner} Inner
 */

const ADDRESS = ['line1', 'line2', 'city', 'state', 'postal_code', 'country'];
const FIELDS = ['name', 'email', 'phone', 'address'];
/** What fields.billingDetails calls a member, where the API calls it otherwise. */
const API_NAME = /** @type {Record<string, string>} */ ({ postalCode: 'postal_code' });

/** The billing details with what the Elements beside the payment hold, where nothing is said.
 * @param {Group} group @param {Record<string, any>} given */
export async function billingDetails(group, given) {
  if (group.members().some((it) => it.confirming)) return given;
  const billing = group.find('address', 'billing');
  const email = group.find('linkAuthentication');
  const [address, link] = await Promise.all([entered(billing), entered(email)]);
  const found = address?.value ?? {};
  const { name, phone, address: place } = found;
  return pruned(merged(pruned({ name, phone, email: link?.email, address: place }), given));
}

/** The buyer's address for the parcel, as the API takes it: of a wallet, or as entered.
 * @param {Group} group @param {Inner} paying */
export async function shippingDetails(group, paying) {
  if (paying.confirming) return paying.confirming.shippingAddress;
  const answer = await entered(group.find('address', 'shipping'));
  if (!answer?.complete) return undefined;
  const { name, phone, address } = answer.value;
  return pruned({ name, phone, address });
}

/** @param {Inner | undefined} inner */
const entered = (inner) => (inner?.isMounted() ? inner.ask('values') : undefined);

/** Without what is not there. @param {Record<string, any>} members */
const pruned = (members) =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== ''),
  );

/**
 * A page that keeps a field out of the payment Element has to say it itself.
 * @param {Inner} payment @param {Record<string, any>} details
 * @param {string} where the call @param {string} param under which it takes the details
 */
export function checkFields(payment, details, where, param) {
  const fields = payment.options.fields?.billingDetails;
  for (const path of hidden(fields)) {
    const value = path.split('.').reduce((node, name) => node?.[name], details);
    if (value !== undefined) continue;
    throw new IntegrationError(
      `You specified "never" for fields.billing_details.${path} when creating the payment ` +
        `Element, but did not pass ${param}.billing_details.${path} when calling ${where}(). If ` +
        'you opt out of collecting data via the payment Element using the fields option, the ' +
        `data must be passed in when calling ${where}().`,
    );
  }
}

/** The paths of billing details that the Element does not ask for. @param {any} fields */
function hidden(fields) {
  const all = ADDRESS.map((name) => `address.${name}`);
  if (fields === 'never') return [...FIELDS.slice(0, 3), ...all];
  /** @type {string[]} */
  const paths = [];
  for (const [name, value] of Object.entries(fields ?? {})) {
    if (name !== 'address') {
      if (value === 'never') paths.push(name);
    } else if (value === 'never') {
      paths.push(...all);
    } else if (typeof value === 'object' && value) {
      for (const [part, how] of Object.entries(value)) {
        if (how === 'never') paths.push(`address.${API_NAME[part] ?? part}`);
      }
    }
  }
  return paths;
}

/** Consent to a debit, given by the buyer's own browser. */
export const CONSENT = {
  customer_acceptance: { type: 'online', online: { infer_from_client: true } },
};
