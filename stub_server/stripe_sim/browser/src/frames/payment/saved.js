// The customer's saved payment methods, and a way to a new one.

import { h, svg } from '../dom.js';
import { BRAND_NAMES, brandIcon, methodIcon } from '../icons.js';
import { createRows } from '../rows.js';

/**
 * @param {import('../kit.js').Kit} kit
 * @param {(method: Record<string, any>|null) => void} choose null: a new one
 */
export function createSaved(kit, choose) {
  const { session, words } = kit;
  /** @type {Record<string, any>[]} */
  const methods = session?.customer?.payment_methods ?? [];
  if (!methods.length) return null;
  /** @param {string} id */
  const find = (id) => methods.find((method) => method.id === id) ?? null;
  const rows = methods.map((method) => ({ value: method.id, parts: described(kit, method) }));
  const fresh = { value: 'new', parts: [h('span', {}, words('anotherMethod'))] };
  const { node, check } = createRows('saved', words('saved'), [...rows, fresh], (id) => choose(find(id)));
  check(methods[0]?.id);
  return {
    node,
    first: find(methods[0]?.id),
    /** @param {string} id of a method, or `new` */
    check: (id) => (check(id), find(id)),
  };
}

/** @param {import('../kit.js').Kit} kit @param {Record<string, any>} method @returns {HTMLElement[]} */
function described({ words }, method) {
  const { card } = method;
  if (!card) {
    const last4 = method[method.type]?.last4;
    const name = words(method.type) + (last4 ? ` •••• ${last4}` : '');
    return [svg(methodIcon(method.type), 'p-SavedIcon TabIcon'), h('span', { class: 'p-SavedName' }, name)];
  }
  const brand = BRAND_NAMES[card.brand] ?? card.brand;
  const date = `${String(card.exp_month).padStart(2, '0')}/${String(card.exp_year).slice(-2)}`;
  return [
    svg(brandIcon(card.brand), 'p-SavedIcon'),
    h('span', { class: 'p-SavedName' }, `${brand} •••• ${card.last4}`),
    h('span', { class: 'p-SavedDate' }, words('expires', { date })),
  ];
}
