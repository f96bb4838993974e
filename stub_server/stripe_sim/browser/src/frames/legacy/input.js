// An input of the card family: bare, without label or message.

import { h } from '../dom.js';
import { keepFormatted, moveOn } from '../fields/typing.js';

/**
 * @typedef {ReturnType<typeof createInput>} Input
 * @typedef {object} InputSpec
 * @property {string} name
 * @property {string} stable what tests know it by
 * @property {string} placeholder
 * @property {string} label for screen readers
 * @property {string} autocomplete
 * @property {string} [inputmode]
 * @property {(text: string) => string} [format]
 * @property {(text: string) => string|null} fault
 * @property {(text: string) => boolean} [full]
 * @property {() => void} [changed]
 */

/** @param {import('../kit.js').Kit} kit @param {InputSpec} spec */
export function createInput(kit, spec) {
  const node = h('input', {
    class: 'InputElement is-empty Input Input--empty',
    name: spec.name,
    type: 'text',
    placeholder: spec.placeholder,
    'aria-label': spec.label,
    'aria-invalid': 'false',
    'data-elements-stable-field-name': spec.stable,
    autocomplete: spec.autocomplete,
    autocorrect: 'off',
    spellcheck: 'false',
    inputmode: spec.inputmode ?? 'numeric',
    disabled: Boolean(kit.options.disabled),
  });
  /** @type {string|null} what is wrong, as far as it is said */
  let said = null;

  const dress = () => {
    const state = said ? 'is-invalid' : !node.value ? 'is-empty' : spec.fault(node.value) ? '' : 'is-complete';
    const names = ['InputElement', state, 'Input', state === 'is-empty' ? 'Input--empty' : ''];
    node.className = names.filter(Boolean).join(' ');
    node.setAttribute('aria-invalid', String(Boolean(said)));
  };
  /** @param {string|null} code */
  const show = (code) => {
    said = code;
    dress();
  };
  const review = () => {
    const code = node.value ? spec.fault(node.value) : null;
    show(code?.startsWith('invalid') ? code : null);
  };
  const fill = keepFormatted(node, spec.format, (done) => {
    review();
    spec.changed?.();
    kit.changed();
    if (done && spec.full?.(node.value) && !spec.fault(node.value)) moveOn(node);
  });
  node.addEventListener('blur', () => {
    if (node.value) show(spec.fault(node.value));
    kit.changed();
  });

  return {
    node,
    text: () => node.value,
    fault: () => spec.fault(node.value),
    said: () => said,
    show,
    review,
    /** @param {string} text */
    put(text) {
      fill(text);
      show(null);
    },
  };
}

/**
 * The members of `change` that all inputs of the family have.
 * @param {import('../kit.js').Kit} kit @param {Input[]} inputs
 */
export function stateOf({ words }, inputs) {
  const wrong = inputs.find((input) => input.said());
  return {
    empty: inputs.every((input) => !input.text()),
    complete: inputs.every((input) => !input.fault()),
    error: wrong ? errorOf(words, wrong, /** @type {string} */ (wrong.said())) : undefined,
  };
}

/**
 * Show all that is wrong, and say the first.
 * @param {import('../kit.js').Kit} kit @param {Input[]} inputs @returns {import('../kit.js').Verdict}
 */
export function verdict(kit, inputs) {
  for (const input of inputs) input.show(input.fault());
  kit.changed();
  const wrong = inputs.find((input) => input.fault());
  if (!wrong) return { complete: true, error: null };
  wrong.node.focus();
  return { complete: false, error: errorOf(kit.words, wrong, /** @type {string} */ (wrong.fault())) };
}

/** @param {import('../kit.js').Words} words @param {Input} input @param {string} code */
const errorOf = (words, input, code) => ({
  type: /** @type {const} */ ('validation_error'),
  code,
  message: words(code, { country: input.text().slice(0, 2) }),
});
