// The ways to pay as tabs; those that have no room are in a menu.

import { h, svg } from '../dom.js';
import { methodIcon } from '../icons.js';

const NARROWEST = 108;
const MENU = 44;
const GAP = 10;

/**
 * How many tabs there is room for.
 * @param {number} width @param {number} count
 */
export function fitting(width, count) {
  const whole = Math.floor((width + GAP) / (NARROWEST + GAP));
  if (!width || whole >= count) return count;
  return Math.max(1, Math.floor((width - MENU + GAP) / (NARROWEST + GAP)));
}

/**
 * @param {import('../kit.js').Kit} kit @param {string[]} types
 * @param {(type: string) => void} choose
 */
export function createTabs(kit, types, choose) {
  const { words } = kit;
  /** @type {string|null} */
  let chosen = null;
  const list = h('div', { class: 'p-TabsList', role: 'tablist', 'aria-label': words('methods') });
  const menu = h('select', {
    class: 'p-AdditionalPaymentMethods-menu',
    'aria-label': words('more'),
    onchange: () => pick(menu.value),
  });
  const more = h(
    'div',
    { class: 'p-AdditionalPaymentMethods Tab' },
    h('span', { class: 'p-More', 'aria-hidden': 'true' }, '•••'),
    menu,
  );
  const panel = h('div', { class: 'p-TabPanel', role: 'tabpanel' });
  const bar = h('div', { class: 'p-Tabs' }, list, more);
  const node = h('div', {}, bar, panel);

  const tabs = new Map(types.map((type) => [type, tabOf(type)]));
  /** @param {string} type */
  function tabOf(type) {
    return h(
      'button',
      {
        type: 'button',
        id: `${type}-tab`,
        value: type,
        role: 'tab',
        class: 'p-Tab Tab',
        'data-testid': type,
        'aria-controls': `${type}-panel`,
        onclick: () => pick(type),
        onkeydown: walk,
      },
      svg(methodIcon(type), 'p-TabIcon TabIcon'),
      h('span', { class: 'p-TabLabel TabLabel' }, words(type)),
    );
  }
  /** @param {string} type */
  function pick(type) {
    choose(type);
    tabs.get(type)?.focus();
  }
  /** @param {KeyboardEvent} event */
  function walk(event) {
    const shown = /** @type {HTMLElement[]} */ ([...list.children]);
    const place = shown.indexOf(/** @type {HTMLElement} */ (event.currentTarget));
    const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    shown[(to + shown.length) % shown.length]?.click();
  }

  const arrange = () => {
    const room = fitting(bar.clientWidth, types.length);
    const shown = types.slice(0, room);
    if (chosen && !shown.includes(chosen)) shown[room - 1] = chosen;
    const rest = types.filter((type) => !shown.includes(type));
    const wanted = shown.map((type) => /** @type {HTMLElement} */ (tabs.get(type)));
    if (wanted.some((tab, place) => list.children[place] !== tab) || list.children.length !== room) {
      const focused = document.activeElement;
      list.replaceChildren(...wanted);
      if (focused instanceof HTMLElement && list.contains(focused)) focused.focus();
      menu.replaceChildren(
        h('option', { value: '', hidden: true, disabled: true, selected: true }, words('more')),
        ...rest.map((type) => h('option', { value: type }, words(type))),
      );
    }
    menu.value = '';
    more.hidden = !rest.length;
  };
  new ResizeObserver(arrange).observe(bar);

  return {
    node,
    /** @param {string|null} type @param {HTMLElement|null} form */
    show(type, form) {
      chosen = type;
      for (const [one, tab] of tabs) {
        const on = one === type;
        tab.classList.toggle('Tab--selected', on);
        tab.setAttribute('aria-selected', String(on));
        tab.tabIndex = on || (!type && one === types[0]) ? 0 : -1;
        for (const name of ['TabIcon', 'TabLabel']) {
          tab.querySelector(`.${name}`)?.classList.toggle(`${name}--selected`, on);
        }
      }
      panel.hidden = !type;
      panel.id = `${type}-panel`;
      panel.setAttribute('aria-labelledby', `${type}-tab`);
      panel.replaceChildren(...(form ? [form] : []));
      arrange();
    },
  };
}
