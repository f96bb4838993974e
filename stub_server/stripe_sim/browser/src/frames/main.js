// What stands in an element's iframe: it says hello, is set up by the page, and draws itself.

import { openPort } from '../common/messages.js';
import { localeOf, wordsOf } from '../common/words.js';
import { createAddress } from './address.js';
import { createEmail } from './email.js';
import { createExpress } from './express/express.js';
import { createCard } from './legacy/card.js';
import { createIban } from './legacy/iban.js';
import { createSingle } from './legacy/single.js';
import { h } from './dom.js';
import { loadFonts, sheet, wear, wearStyle } from './look.js';
import { createPayment } from './payment/payment.js';
import { send } from './request.js';
import { STYLES } from './styles.js';
import { LEGACY_STYLES } from './legacy/styles.js';

/** @typedef {import('./kit.js').Kit} Kit @typedef {import('./kit.js').FrameElement} FrameElement */

/** @type {Record<string, (kit: Kit) => FrameElement>} */
const ELEMENTS = {
  payment: createPayment,
  address: createAddress,
  linkAuthentication: createEmail,
  expressCheckout: createExpress,
  card: createCard,
  cardNumber: createSingle,
  cardExpiry: createSingle,
  cardCvc: createSingle,
  iban: createIban,
};
/** Those that are drawn by `style`, and tell their state for the classes of the page's node. */
const LEGACY = /^(card|iban)/;

const facts = new URLSearchParams(location.hash.slice(1));
const kind = facts.get('componentName') ?? '';
const legacy = LEGACY.test(kind);
/** @type {FrameElement|null} */
let element = null;
/** @type {Kit} */
let kit;
const root = h('div', { id: 'root', class: legacy ? 'is-legacy' : '' });
const said = h('p', { class: 'p-ElementError Error', role: 'alert' });

const port = openPort({
  own: window,
  peer: () => (window.parent === window ? null : window.parent),
  origin: facts.get('parentOrigin') ?? '',
  told(name, value) {
    if (name === 'setup') setUp(value);
    else if (element) tellings[name]?.(value);
    if (element) element.told?.(name, value);
  },
  async asked(name, value) {
    if (!element) throw new Error('The element is not set up yet.');
    if (name === 'validate') return element.validate();
    if (name === 'review') return element.review?.();
    if (name === 'values') return element.values();
    if (name === 'request') {
      const answer = await send(kit.account, value, await element.secrets());
      element.settled?.(answer.status);
      return answer;
    }
    throw new Error(`There is no ${name}.`);
  },
});

/** @type {Record<string, (value: any) => void>} */
const tellings = {
  focus: () => element?.focus(),
  blur: () => /** @type {HTMLElement|null} */ (document.activeElement)?.blur(),
  clear: () => {
    said.textContent = '';
    element?.clear();
  },
  collapse: () => element?.collapse?.(),
  update({ options = {}, group, session }) {
    Object.assign(kit.options, options);
    const changed = Object.keys(group ?? {}).filter((name) => differ(group[name], kit.group[name]));
    if (group) kit.group = group;
    if (session) kit.session = session;
    dress();
    if (changed.includes('locale')) translate();
    const news = Object.fromEntries(changed.map((name) => [name, group[name]]));
    element?.update({ ...news, ...options, ...(session ? { session } : {}) });
    kit.changed();
  },
  error({ message }) {
    said.textContent = message ?? '';
  },
  busy({ busy }) {
    root.classList.toggle('is-busy', busy);
    for (const one of root.querySelectorAll('fieldset')) one.disabled = busy || Boolean(kit.options.readOnly);
  },
};

/** @param {unknown} one @param {unknown} other */
const differ = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

function dress() {
  if (legacy) {
    sheet('base', LEGACY_STYLES);
    wearStyle(kit.options.style ?? {});
  } else {
    sheet('base', STYLES);
    wear(kit.group.appearance ?? {});
  }
  loadFonts(kit.group.fonts ?? []);
}

/** @param {any} value */
function setUp({ options, group, session, api, key, account, version }) {
  kit = {
    kind,
    ...language(group),
    options: { ...options },
    group,
    session,
    account: { api, key, account, version },
    tell: (name, more = {}) => port.tell(name, { elementType: kind, ...more }),
    ask: (name, more = {}) => port.ask(name, { elementType: kind, ...more }),
    changed,
  };
  dress();
  if (!ELEMENTS[kind]) return;
  if (!legacy) kit.tell('loaderstart');
  element = drawn();
  last = JSON.stringify(element.state());
  measure();
  kit.tell('ready', element.ready?.());
  if (!element.state().empty) {
    last = '';
    changed();
  }
}

/** The element, put on the page. */
function drawn() {
  const made = /** @type {(kit: Kit) => FrameElement} */ (ELEMENTS[kind])(kit);
  Object.assign(window, { shopstubField: { group: facts.get('group'), kind, element: made } });
  root.replaceChildren(made.node, ...(legacy ? [] : [said]));
  return made;
}

/** In which language all is said. @param {{locale?: string}} group */
function language(group) {
  const locale = localeOf(group.locale ?? facts.get('locale') ?? undefined, navigator.language);
  document.documentElement.lang = locale;
  return { locale, words: wordsOf(locale) };
}

/** Say everything in the group's language, and keep what was typed. */
function translate() {
  const typed = element?.typed?.();
  Object.assign(kit, language(kit.group));
  element = drawn();
  if (typed) element.take?.(typed);
}

let last = '';
let waiting = false;
/** Tell the page what changed, once for all that happens at once. */
function changed() {
  said.textContent = '';
  if (waiting) return;
  waiting = true;
  queueMicrotask(() => {
    waiting = false;
    const state = element?.state();
    const now = JSON.stringify(state);
    if (!state || now === last) return;
    last = now;
    tellState();
    if (kind !== 'expressCheckout') kit.tell('change', state);
  });
}

function tellState() {
  if (!legacy || !element) return;
  const { empty, complete, error } = element.state();
  const focus = document.activeElement !== document.body && document.hasFocus();
  port.tell('state', { empty, complete, invalid: Boolean(error), focus });
}

let height = -1;
function measure() {
  const now = Math.ceil(document.body.getBoundingClientRect().height * 10) / 10;
  if (now !== height && element) {
    height = now;
    port.tell('size', { height: now });
  }
}

let focused = false;
/** @param {boolean} on */
function focus(on) {
  if (on === focused || !element) return;
  focused = on;
  kit.tell(on ? 'focus' : 'blur');
  tellState();
}
addEventListener('focusin', () => focus(true));
addEventListener('focusout', (event) => focus(event.relatedTarget !== null));
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && element) kit.tell('escape');
});
document.body.append(root);
new ResizeObserver(measure).observe(document.body);
port.tell('hello');
