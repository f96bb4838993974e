// An input that stays formatted while somebody types, pastes or fills it.

import { retype } from '../caret.js';

/**
 * @param {HTMLInputElement} input
 * @param {((text: string) => string)|undefined} format
 * @param {(done: boolean) => void} after called after each change; done: the caret is at the end,
 *   and nothing was deleted
 * @returns {(text: string) => void} puts a text in
 */
export function keepFormatted(input, format, after) {
  let was = '';
  input.addEventListener('input', (event) => {
    const deleting = /^delete/.test(/** @type {InputEvent} */ (event).inputType ?? '');
    if (format) {
      const caret = input.selectionStart ?? input.value.length;
      const next = retype({ was, raw: input.value, caret, deleting }, format);
      if (next.text !== input.value) input.value = next.text;
      if (document.activeElement === input && input.selectionStart !== next.caret) {
        input.setSelectionRange(next.caret, next.caret);
      }
      was = next.text;
    }
    const atEnd = input.type === 'email' || input.selectionStart === input.value.length;
    after(atEnd && !deleting);
  });
  return (text) => {
    input.value = format ? format(text) : text;
    was = input.value;
  };
}

/** Put the caret into the next input that can be used. @param {HTMLElement} input */
export function moveOn(input) {
  const all = [...document.querySelectorAll('input, select')];
  const next = all[all.indexOf(input) + 1];
  if (next instanceof HTMLInputElement && next.type !== 'checkbox' && !next.disabled) next.focus();
}
