/** One Element: what the page does with it, and what it tells the page. */
import { IntegrationError } from '../common/errors.js';
import { makeEmitter } from './emitter.js';
import { uuid } from './frames.js';
import { KINDS } from './kinds.js';
import { checkTarget, mounted, targetOf } from './mount.js';

/**
 * @typedef {import('./elements.js').Group} Group
 * @typedef {{
 *   type: string, group: Group, kind: import('./kinds.js').Kind, options: Record<string, any>,
 *   isMounted: () => boolean, ask: (name: string, value?: any) => Promise<any>,
 *   tell: (name: string, value?: any) => void, refresh: (value: any) => void,
 *   confirming: any, loadError: any,
 * }} Inner  what the rest of the script knows of an Element; `_shopstub()` of it gives this
 */

const DESTROYED = 'This Element has already been destroyed. Please create a new one.';
const GONE =
  'We could not retrieve data from the specified Element. Please make sure the Element you are ' +
  'attempting to use is still mounted.';
const CLASSES = {
  base: 'StripeElement',
  complete: 'StripeElement--complete',
  empty: 'StripeElement--empty',
  focus: 'StripeElement--focus',
  invalid: 'StripeElement--invalid',
  webkitAutofill: 'StripeElement--webkit-autofill',
};
const ANSWER_WITHIN = 1000;
const STATES = /** @type {const} */ (['complete', 'empty', 'focus', 'invalid']);

/** @param {string} classes */
const wordsIn = (classes) => classes.split(/\s+/).filter(Boolean);

/** The value as plain JSON: no functions, no proxies. @param {any} value */
export const plain = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** The Element's inside. @param {any} element @returns {Inner | null} */
export const innerOf = (element) =>
  typeof element?._shopstub === 'function' && element._shopstub().kind ? element._shopstub() : null;

/**
 * @param {Group} group @param {string} type @param {Record<string, any>} given
 * @param {() => void} onDestroy
 */
export function makeElement(group, type, given, onDestroy) {
  const kind = KINDS[type];
  const events = makeEmitter();
  const id = `${type}-${uuid()}`;
  /** @type {ReturnType<typeof mounted> | null} */
  let place = null;
  let destroyed = false;
  let greeted = false;
  /** @type {(() => void)[]} */
  let waiting = [];
  /** @type {{name: string, value: any}[]} */
  let early = [];

  const classes = () => ({ ...CLASSES, ...inner.options.classes });
  const alive = () => {
    if (destroyed) throw new IntegrationError(DESTROYED);
  };
  /** @param {Record<string, boolean>} state */
  const show = (state) => {
    for (const name of STATES) {
      for (const word of wordsIn(classes()[name])) {
        place?.node.classList.toggle(word, Boolean(state[name]));
      }
    }
  };

  const setUp = async () => {
    const here = place;
    const session = kind.session ? await group.session() : null;
    if (here !== place || !here) return;
    if (session?.error) {
      const { error } = session;
      inner.loadError = error;
      for (const go of waiting.splice(0)) go();
      if (events.heard('loaderror')) events.emit('loaderror', { elementType: type, error });
      else console.error(`Unhandled ${type} Element loaderror`, { error });
      return;
    }
    inner.loadError = null;
    here.port.tell('setup', {
      component: type,
      options: plain(inner.options),
      group: group.facts(),
      session: session?.session ?? null,
      api: group.context.origins.api,
      key: group.context.key,
      account: group.context.account,
      version: group.context.version,
    });
    greeted = true;
    for (const { name, value } of early.splice(0)) here.port.tell(name, value);
    for (const go of waiting.splice(0)) go();
  };

  /** @param {string} name @param {any} value */
  const told = (name, value) => {
    if (name === 'hello') {
      greeted = false; // a frame that was moved in the page begins anew
      return void setUp();
    }
    if (name === 'state') return show(value);
    if (name === 'confirm') {
      inner.confirming = value;
      const paymentFailed = (/** @type {any} */ payload = {}) =>
        inner.tell('paymentfailed', plain(payload));
      return events.emit(name, { ...value, paymentFailed });
    }
    if (name === 'cancel') inner.confirming = null;
    events.emit(name, { elementType: type, ...value });
  };

  /** A question that the page answers in its listener. @param {string} name @param {any} value */
  const asked = (name, value) =>
    new Promise((answer) => {
      if (!events.heard(name)) return answer({ resolved: true });
      const late = setTimeout(() => {
        console.error(`The ${type} Element's ${name} event was not resolved in time.`);
        answer({ resolved: false });
      }, name === 'click' ? ANSWER_WITHIN : 20 * ANSWER_WITHIN);
      const settle = (/** @type {boolean} */ resolved) => (/** @type {any} */ details) => {
        clearTimeout(late);
        answer({ resolved, details: plain(details) });
      };
      const callbacks = { resolve: settle(true), reject: settle(false) };
      events.emit(name, { elementType: type, ...value, ...callbacks });
    });

  const leave = () => {
    if (!place) return;
    place.remove();
    show({});
    place.node.classList.remove(...wordsIn(classes().base));
    place = null;
    greeted = false;
    early = [];
    for (const go of waiting.splice(0)) go();
  };

  /** @type {Inner} */
  const inner = {
    type,
    group,
    kind,
    options: given,
    confirming: null,
    loadError: null,
    isMounted: () => place !== null,
    tell(name, value) {
      if (!place) return;
      if (greeted) place.port.tell(name, value);
      else early.push({ name, value });
    },
    async ask(name, value) {
      if (place && !greeted) await new Promise((go) => waiting.push(() => go(null)));
      if (!place) throw new IntegrationError(GONE);
      if (inner.loadError && name === 'validate') return { complete: false, error: inner.loadError };
      try {
        return await place.port.ask(name, value);
      } catch (fault) {
        throw place ? fault : new IntegrationError(GONE);
      }
    },
    refresh: (value) => inner.tell('update', value),
  };

  /** @type {any} */
  const self = {
    _shopstub: () => inner,
    /** @param {unknown} where */
    mount(where) {
      alive();
      const node = targetOf(where);
      if (place) {
        if (place.node === node) return;
        leave();
      }
      checkTarget(node);
      const { context, locale } = group;
      place = mounted(node, {
        context,
        kind,
        type,
        id,
        group: group.id,
        locale: locale(),
        told,
        asked,
        focus: () => self.focus(),
      });
      node.classList.add(...wordsIn(classes().base));
      if (!kind.grouped) show({ empty: true });
    },
    unmount() {
      leave();
    },
    destroy() {
      leave();
      destroyed = true;
      onDestroy();
    },
    /** @param {any} [options] */
    update(options) {
      alive();
      inner.options = { ...inner.options, ...options };
      inner.refresh({ options: plain(options ?? {}) });
      return self;
    },
    /** @param {string} name @param {any} handler */
    on: (name, handler) => (events.on(name, handler), self),
    /** @param {string} name @param {any} handler */
    once: (name, handler) => (events.once(name, handler), self),
    /** @param {string} name @param {any} [handler] */
    off: (name, handler) => (events.off(name, handler), self),
    focus() {
      alive();
      place?.frame.focus();
      inner.tell('focus');
    },
    blur() {
      alive();
      inner.tell('blur');
    },
    clear() {
      alive();
      inner.tell('clear');
    },
  };
  if (type === 'payment') {
    self.collapse = () => (alive(), inner.tell('collapse'), self);
  }
  if (type === 'address') {
    self.getValue = async () => {
      alive();
      await inner.ask('review');
      return inner.ask('values');
    };
  }
  return self;
}
