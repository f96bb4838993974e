// The buttons of the wallets that there are.

import { h } from '../dom.js';

/** Type → name in options, and colours by theme: back, ink, edge. */
const WALLETS = /** @type {const} */ ({
  apple_pay: 'applePay',
  google_pay: 'googlePay',
  paypal: 'paypal',
  klarna: 'klarna',
  amazon_pay: 'amazonPay',
  link: 'link',
});
/** @type {Record<string, [string, string]>} */
const COLOURS = {
  black: ['#000', '#fff'],
  white: ['#fff', '#000'],
  'white-outline': ['#fff', '#000'],
  gold: ['#ffc439', '#111'],
  blue: ['#0551b5', '#fff'],
  silver: ['#eee', '#111'],
  pink: ['#ffb3c7', '#17120f'],
};
/** @type {Record<string, string>} */
const THEME = { paypal: 'gold', klarna: 'pink' };

/**
 * Whether each wallet is there; undefined: none is.
 * @param {import('../kit.js').Kit} kit @returns {Record<string, boolean>|undefined}
 */
export function available({ options, session }) {
  const types = session?.payment_method_preference?.ordered_payment_method_types ?? ['card'];
  const wishes = { ...options.wallets, ...options.paymentMethods };
  const found = Object.fromEntries(
    Object.entries(WALLETS).map(([type, name]) => {
      const there = /_pay$/.test(type) && type !== 'amazon_pay' ? types.includes('card') : types.includes(type);
      return [name, there && type !== 'link' && wishes[name] !== 'never'];
    }),
  );
  return Object.values(found).some(Boolean) ? found : undefined;
}

/** @param {import('../kit.js').Kit} kit @param {(type: string) => void} click */
export function buttonsOf(kit, click) {
  const { options, words } = kit;
  const there = available(kit) ?? {};
  const types = Object.keys(WALLETS).filter((type) => there[/** @type {Record<string, string>} */ (WALLETS)[type] ?? '']);
  const order = /** @type {string[]} */ (options.paymentMethodOrder ?? []).map(kebabless);
  types.sort((one, other) => rank(order, one) - rank(order, other));
  const { overflow = 'auto' } = options.layout ?? {};
  const [maxColumns, maxRows] = [options.layout?.maxColumns, options.layout?.maxRows].map(Number).map((count) => count || 0);
  const room = maxRows && overflow !== 'never' ? maxRows * (maxColumns || 2) : types.length;
  const nodes = types.map((type) => button(kit, type, click));
  for (const node of nodes.slice(room)) node.hidden = true;
  const more =
    nodes.length > room
      ? h('button', { type: 'button', class: 'p-ExpressMore Link', onclick: reveal }, words('more'))
      : null;
  function reveal() {
    for (const node of nodes) node.hidden = false;
    more?.remove();
    nodes[room]?.focus();
  }
  const columns = maxColumns ? `repeat(${maxColumns},1fr)` : 'repeat(auto-fit,minmax(min(100%,170px),1fr))';
  return h('div', {}, h('div', { class: 'p-ExpressButtons', style: `grid-template-columns:${columns}` }, ...nodes), more);
}

/** @param {string} name `applePay` or `apple_pay` */
const kebabless = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** @param {string[]} order @param {string} type */
const rank = (order, type) => (order.includes(type) ? order.indexOf(type) : order.length);

/** @param {import('../kit.js').Kit} kit @param {string} type @param {(type: string) => void} click */
function button({ options, words, group }, type, click) {
  const name = /** @type {Record<string, string>} */ (WALLETS)[type] ?? '';
  const dark = group.appearance?.theme === 'night' ? 'white' : 'black';
  const theme = options.buttonTheme?.[name] ?? THEME[type] ?? dark;
  const [back, ink] = COLOURS[theme] ?? /** @type {[string, string]} */ (COLOURS.black);
  const height = Math.min(55, Math.max(40, options.buttonHeight ?? 44));
  const edge = back === '#fff' ? '#000' : back;
  return h(
    'button',
    {
      type: 'button',
      class: 'p-ExpressButton',
      'data-testid': `${type}-button`,
      style: `background:${back};color:${ink};border-color:${edge};height:${height}px`,
      onclick: () => click(type),
    },
    h('span', { class: 'p-ExpressName' }, words(type)),
    ' ',
    h('span', { class: 'p-ExpressNote' }, words('simulated').toLowerCase()),
  );
}
