// The addresses that the page knows of a buyer, and a way to a new one.

import { h } from './dom.js';
import { createRows } from './rows.js';

/** @typedef {{name: string, address: Record<string, any>, phone?: string}} Contact */

const LINES = ['line1', 'line2', 'postal_code', 'city', 'state', 'country'];

/**
 * @param {import('./kit.js').Kit} kit @param {(known: boolean) => void} picked
 * @returns {{node: HTMLElement, chosen: () => Contact|null}|null}
 */
export function createContacts({ options, words }, picked) {
  /** @type {Contact[]} */
  const contacts = options.contacts ?? [];
  if (!contacts.length) return null;
  let at = '0';
  const rows = contacts.map((contact, place) => ({ value: String(place), parts: [described(contact)] }));
  const fresh = { value: 'new', parts: [h('span', {}, words('anotherAddress'))] };
  const { node, check } = createRows('contact', words('contacts'), [...rows, fresh], (value) => {
    at = value;
    picked(value !== 'new');
  });
  check(at);
  return {
    node,
    chosen() {
      const contact = contacts[Number(at)];
      return contact ? shown(contact) : null;
    },
  };
}

/** @param {Contact} contact */
const described = ({ name, address }) =>
  h('span', { class: 'p-SavedName' }, name, h('span', { class: 'p-SavedLines' }, lineOf(address)));

/** @param {Record<string, any>} address */
const lineOf = (address) => LINES.map((name) => address[name]).filter(Boolean).join(', ');

/** As `change` and `getValue` tell it. @param {Contact} contact @returns {Contact} */
const shown = ({ name, address, phone }) => ({
  name,
  address: {
    ...Object.fromEntries(LINES.map((part) => [part, address[part] ?? (part === 'line2' ? null : '')])),
  },
  ...(phone ? { phone } : {}),
});
