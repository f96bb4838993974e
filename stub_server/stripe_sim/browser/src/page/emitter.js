/** Listeners, as Elements have them. */
import { IntegrationError } from '../common/errors.js';

/** @typedef {(event?: any) => any} Handler @typedef {ReturnType<typeof makeEmitter>} Emitter */

export function makeEmitter() {
  /** @type {Map<string, {handler: Handler, once: boolean}[]>} */
  const listeners = new Map();

  /** @param {string} type @param {Handler} handler @param {boolean} once */
  const add = (type, handler, once) => {
    if (typeof type !== 'string' || typeof handler !== 'function') {
      throw new IntegrationError('Invalid arguments to on(): an event name and a function, please.');
    }
    listeners.set(type, [...(listeners.get(type) ?? []), { handler, once }]);
  };

  return {
    /** @param {string} type @param {Handler} handler */
    on: (type, handler) => add(type, handler, false),
    /** @param {string} type @param {Handler} handler */
    once: (type, handler) => add(type, handler, true),
    /** Without a handler, all of the type go. @param {string} type @param {Handler} [handler] */
    off(type, handler) {
      const left = (listeners.get(type) ?? []).filter((it) => handler && it.handler !== handler);
      listeners.set(type, left);
    },
    /** Whether anyone listens. @param {string} type */
    heard: (type) => (listeners.get(type) ?? []).length > 0,
    /** A listener that fails stops no other; the page's console hears of it.
     * @param {string} type @param {any} [event] */
    emit(type, event) {
      for (const { handler, once } of listeners.get(type) ?? []) {
        if (once) this.off(type, handler);
        try {
          handler(event);
        } catch (fault) {
          setTimeout(() => {
            throw fault;
          });
        }
      }
    },
  };
}
