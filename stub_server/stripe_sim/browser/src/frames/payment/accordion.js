// The ways to pay one below the other; the chosen one is open.

import { h, svg } from '../dom.js';
import { methodIcon } from '../icons.js';

const RADIO =
  '<svg viewBox="0 0 16 16" width="16" height="16" class="RadioIcon">' +
  '<circle class="RadioIconOuter" cx="8" cy="8" r="7.25"/><circle class="RadioIconInner" cx="8" cy="8" r="4"/></svg>';

/**
 * @typedef {{type?: string, radios?: string|boolean, spacedAccordionItems?: boolean,
 *   visibleAccordionItemsCount?: number, defaultCollapsed?: boolean, paymentMethodLogoPosition?: string}} Layout
 */

/**
 * @param {import('../kit.js').Kit} kit @param {string[]} types @param {Layout} layout
 * @param {(type: string) => void} choose
 */
export function createAccordion(kit, types, layout, choose) {
  const { words } = kit;
  const never = layout.radios === 'never' || layout.radios === false;
  const radios = !never && (layout.radios !== 'if_multiple' || types.length > 1);
  const start = layout.paymentMethodLogoPosition !== 'end';
  const spaced = layout.spacedAccordionItems ? 'p-Accordion--spaced' : '';
  const count = layout.visibleAccordionItemsCount ?? 5;

  const items = new Map(types.map((type) => [type, itemOf(type)]));
  const hidden = count > 0 ? types.slice(count) : [];
  for (const type of hidden) /** @type {HTMLElement} */ (items.get(type)?.node).hidden = true;
  const more = h(
    'button',
    { type: 'button', class: 'p-AccordionMore AccordionItem', onclick: () => reveal() },
    words('more'),
  );
  const node = h(
    'div',
    { class: `p-Accordion ${spaced}`, role: 'group', 'aria-label': words('methods') },
    ...[...items.values()].map((item) => item.node),
    hidden.length > 0 && more,
  );
  const reveal = () => {
    for (const { node: item } of items.values()) item.hidden = false;
    more.remove();
    items.get(/** @type {string} */ (hidden[0]))?.button.focus();
  };

  /** @param {string} type */
  function itemOf(type) {
    const icon = svg(methodIcon(type), 'p-AccordionIcon TabIcon');
    const label = h('span', { class: 'p-AccordionLabel AccordionItemLabel' }, words(type));
    const button = h(
      'div',
      {
        id: `${type}-tab`,
        class: 'p-AccordionButton',
        role: 'button',
        tabindex: '0',
        'data-value': type,
        'data-testid': type,
        'aria-controls': type,
        onclick: () => choose(type),
        onkeydown: walk,
      },
      radios && svg(RADIO, 'p-Radio'),
      start && icon,
      label,
      !start && icon,
    );
    const panel = h('div', { class: 'p-AccordionPanel', id: type, role: 'region', 'aria-labelledby': `${type}-tab` });
    return { button, panel, node: h('div', { class: 'p-AccordionItem AccordionItem' }, button, panel) };
  }
  /** @param {KeyboardEvent} event */
  function walk(event) {
    const buttons = [...items.values()].filter((item) => !item.node.hidden).map((item) => item.button);
    const at = /** @type {HTMLElement} */ (event.currentTarget);
    const place = buttons.indexOf(/** @type {HTMLDivElement} */ (at));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (step) buttons[(place + step + buttons.length) % buttons.length]?.focus();
    else if (event.key === 'Enter' || event.key === ' ') at.click();
    else return;
    event.preventDefault();
  }

  return {
    node,
    /** @param {string|null} type @param {HTMLElement|null} form */
    show(type, form) {
      for (const [one, { node: item, button, panel }] of items) {
        const on = one === type;
        if (on) item.hidden = false;
        item.classList.toggle('AccordionItem--selected', on);
        button.setAttribute('aria-expanded', String(on));
        for (const name of ['RadioIcon', 'RadioIconOuter', 'RadioIconInner', 'AccordionItemLabel', 'TabIcon']) {
          button.querySelector(`.${name}`)?.classList.toggle(`${name}--${/Radio/.test(name) ? 'checked' : 'selected'}`, on);
        }
        panel.hidden = !on;
        panel.replaceChildren(...(on && form ? [form] : []));
      }
    },
  };
}
