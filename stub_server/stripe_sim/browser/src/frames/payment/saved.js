// The customer's saved payment methods, and a way to a new one.

import { h, svg } from '../dom.js';
import { BRAND_NAMES, brandIcon, methodIcon } from '../icons.js';

/**
 * @param {import('../kit.js').Kit} kit
 * @param {(method: Record<string, any>|null) => void} choose null: a new one
 */
export function createSaved(kit, choose) {
  const { session, words } = kit;
  /** @type {Record<string, any>[]} */
  const methods = session?.customer?.payment_methods ?? [];
  if (!methods.length) return null;
  const rows = methods.map((method) => row(method.id, ...described(kit, method), () => choose(method)));
  const fresh = row('new', [h('span', {}, words('anotherMethod'))], () => choose(null));
  const node = h(
    'div',
    { class: 'p-Saved', role: 'radiogroup', 'aria-label': words('saved'), 'data-testid': 'saved' },
    ...rows,
    fresh,
  );
  /** @type {HTMLInputElement} */ (rows[0]?.querySelector('input')).checked = true;
  return { node, first: /** @type {Record<string, any>} */ (methods[0]) };

  /** @param {string} value @param {HTMLElement[]} parts @param {() => void} picked */
  function row(value, parts, picked) {
    const id = `payment-saved-${value}`;
    const input = h('input', { type: 'radio', name: 'saved', id, value, onchange: picked });
    return h('label', { for: id, class: 'p-SavedRow PickerItem' }, input, ...parts);
  }
}

/** @param {import('../kit.js').Kit} kit @param {Record<string, any>} method @returns {[HTMLElement[]]} */
function described({ words }, method) {
  const { card } = method;
  if (!card) {
    const last4 = method[method.type]?.last4;
    const name = words(method.type) + (last4 ? ` •••• ${last4}` : '');
    return [[svg(methodIcon(method.type), 'p-SavedIcon TabIcon'), h('span', { class: 'p-SavedName' }, name)]];
  }
  const brand = BRAND_NAMES[card.brand] ?? card.brand;
  const date = `${String(card.exp_month).padStart(2, '0')}/${String(card.exp_year).slice(-2)}`;
  return [
    [
      svg(brandIcon(card.brand), 'p-SavedIcon'),
      h('span', { class: 'p-SavedName' }, `${brand} •••• ${card.last4}`),
      h('span', { class: 'p-SavedDate' }, words('expires', { date })),
    ],
  ];
}
