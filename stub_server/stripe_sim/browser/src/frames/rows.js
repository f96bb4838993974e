// What there is already, to choose from: a row each, and one for something new.

import { h } from './dom.js';

/**
 * @param {string} name of the group, such as `saved` @param {string} label
 * @param {{value: string, parts: (Node|string)[]}[]} rows @param {(value: string) => void} picked
 */
export function createRows(name, label, rows, picked) {
  const node = h(
    'div',
    { class: 'p-Saved', role: 'radiogroup', 'aria-label': label, 'data-testid': name },
    ...rows.map(({ value, parts }) => {
      const id = `${name}-${value}`;
      const input = h('input', { type: 'radio', name, id, value, onchange: () => picked(value) });
      return h('label', { for: id, class: 'p-SavedRow PickerItem' }, input, ...parts);
    }),
  );
  return {
    node,
    /** @param {string} value */
    check(value) {
      const input = /** @type {HTMLInputElement|null} */ (node.querySelector(`[value="${value}"]`));
      if (input) input.checked = true;
    },
  };
}
