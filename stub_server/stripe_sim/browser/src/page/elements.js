/** `stripe.elements(…)`: Elements that belong together, and what they are to pay. */
import { IntegrationError } from '../common/errors.js';
import { checkedObject, checkElementsOptions, checkMode } from './checks.js';
import { makeElement, plain } from './element.js';
import { makeEmitter } from './emitter.js';
import { uuid } from './frames.js';
import { KINDS, NOT_HERE } from './kinds.js';
import { localeOf } from './language.js';
import { makeRequestButton } from './payment_request.js';
import { askSession } from './session.js';
import { submitted } from './submit.js';

/**
 * @typedef {import('./element.js').Inner} Inner
 * @typedef {{session?: any, error?: any}} Session
 * @typedef {{
 *   id: string, context: import('./api.js').Context, options: Record<string, any>,
 *   members: () => Inner[], find: (type: string, mode?: string) => Inner | undefined,
 *   session: () => Promise<Session>, facts: () => any, locale: () => string,
 *   submitted: boolean, secret: () => string | undefined,
 * }} Group  what the rest of the script knows of an Elements object
 */

const NEEDS_INTENT = (/** @type {string} */ type) =>
  `In order to create a ${type} element, you must pass a clientSecret or mode when creating the ` +
  'Elements group.';
const RENAMED = {
  setup_future_usage: 'setupFutureUsage',
  capture_method: 'captureMethod',
  on_behalf_of: 'onBehalfOf',
  payment_method_types: 'paymentMethodTypes',
  payment_method_configuration: 'paymentMethodConfiguration',
  payment_method_options: 'paymentMethodOptions',
};

/** The options under their one name each. @param {Record<string, any>} options */
function named(options) {
  const result = { ...options };
  for (const [old, name] of Object.entries(RENAMED)) {
    if (old in result) {
      result[name] ??= result[old];
      delete result[old];
    }
  }
  return result;
}

/** The Elements object's inside. @param {any} elements @returns {Group | null} */
export const groupOf = (elements) =>
  typeof elements?._shopstub === 'function' && elements._shopstub().members
    ? elements._shopstub()
    : null;

/** @param {import('./api.js').Context} context @param {unknown} [given] */
export function makeElements(context, given) {
  const events = makeEmitter();
  /** @type {{type: string, element: any}[]} */
  const made = [];
  /** @type {Promise<Session> | null} */
  let session = null;

  const options = given === undefined ? {} : checkedObject('elements()', given);
  checkElementsOptions(options);

  /** @type {Group} */
  const group = {
    id: uuid(),
    context,
    options: named(options),
    submitted: false,
    members: () => made.map(({ element }) => element._shopstub()),
    find: (type, mode) =>
      group.members().find((it) => it.type === type && (!mode || it.options.mode === mode)),
    session: () => (session ??= askSession(group)),
    facts: () => ({ ...plain(group.options), locale: group.locale() }),
    locale: () => localeOf(group.options.locale ?? context.locale),
    secret: () => group.options.clientSecret,
  };

  /** Another session, for everyone who is drawn by one. */
  const renew = () => (session = askSession(group));

  const self = {
    _shopstub: () => group,
    /** @param {string} type @param {Record<string, any>} [elementOptions] */
    create(type, elementOptions = {}) {
      if (type === 'paymentRequestButton') return makeRequestButton();
      checkType(type);
      const kind = KINDS[type];
      if (kind.session && !group.options.clientSecret && !group.options.mode) {
        throw new IntegrationError(NEEDS_INTENT(type));
      }
      if (type === 'address' && !['shipping', 'billing'].includes(elementOptions?.mode)) {
        throw new IntegrationError(
          'Invalid value for elements.create(): mode should be one of the following strings: ' +
            `shipping, billing. You specified: ${elementOptions?.mode}.`,
        );
      }
      if (group.find(type, type === 'address' ? elementOptions.mode : undefined)) {
        throw new IntegrationError(`Can only create one Element of type ${type}.`);
      }
      if (kind.session) void group.session();
      const entry = { type, element: /** @type {any} */ (null) };
      entry.element = makeElement(group, type, { ...elementOptions }, () => {
        const at = made.indexOf(entry);
        if (at >= 0) made.splice(at, 1);
      });
      made.push(entry);
      return entry.element;
    },
    /** @param {any} type its name, or the wrapper's component @param {{mode?: string}} [which] */
    getElement(type, which) {
      const name = type?.__elementType ?? type;
      const found = made.find(
        ({ type: its, element }) =>
          its === name && (!which?.mode || element._shopstub().options.mode === which.mode),
      );
      return found?.element ?? null;
    },
    /** @param {unknown} changed @returns {Promise<void>} */
    async update(changed) {
      const changes = named(checkedObject('elements.update()', changed));
      const before = group.options;
      // Wrappers pass all that they have: what is not said, and whose intent it is, stays.
      const said = Object.entries(changes).filter(
        ([name, value]) => value !== undefined && name !== 'clientSecret',
      );
      group.options = { ...before, ...Object.fromEntries(said) };
      if (group.options.mode) checkMode(group.options);
      const asks = ['amount', 'currency', 'mode', 'setupFutureUsage', 'captureMethod', 'paymentMethodTypes'];
      const anew = before.mode && session && asks.some((name) => before[name] !== group.options[name]);
      const fresh = anew ? (await renew()).session : undefined;
      for (const member of group.members()) {
        member.refresh({
          group: group.facts(),
          ...(fresh && member.kind.session ? { session: fresh } : {}),
        });
      }
      await Promise.resolve();
      events.emit('update-end');
    },
    submit: () => submitted(group),
    async fetchUpdates() {
      if (!group.options.clientSecret) {
        throw new IntegrationError(
          'elements.fetchUpdates() needs Elements that were created with a clientSecret; ' +
            'without one, call elements.update().',
        );
      }
      const { session: fresh, error } = await renew();
      if (error) {
        const { status } = error.payment_intent ?? error.setup_intent ?? {};
        return { error: { message: error.message, status } };
      }
      for (const member of group.members()) {
        if (member.kind.session) member.refresh({ session: fresh, group: group.facts() });
      }
      return {};
    },
    /** @param {string} name @param {any} handler */
    on: (name, handler) => (events.on(name, handler), self),
    /** @param {string} name @param {any} handler */
    once: (name, handler) => (events.once(name, handler), self),
    /** @param {string} name @param {any} [handler] */
    off: (name, handler) => (events.off(name, handler), self),
  };
  return self;
}

/** @param {string} type */
function checkType(type) {
  if (Object.hasOwn(KINDS, type)) return;
  if (Object.hasOwn(NOT_HERE, type)) {
    throw new IntegrationError(
      `The ${type} Element is not simulated. In its place there is ${NOT_HERE[type]}.`,
    );
  }
  throw new IntegrationError(
    `A valid Element name must be provided. Valid Elements are:\n${Object.keys(KINDS).join(', ')}; ` +
      `you passed: ${type}.`,
  );
}
