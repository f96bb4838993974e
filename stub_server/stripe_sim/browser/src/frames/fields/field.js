// A field: label, input, what is wrong with it, and what is said about that.

import { h, mark } from '../dom.js';
import { keepFormatted, moveOn } from './typing.js';

/**
 * @typedef {import('../kit.js').Kit} Kit
 * @typedef {object} Field
 * @property {string} name
 * @property {HTMLElement} node
 * @property {HTMLInputElement|HTMLSelectElement} input
 * @property {() => string} text
 * @property {(text: string) => void} put
 * @property {() => string|null} fault its code; null: all is well
 * @property {() => boolean} empty
 * @property {(code: string|null) => void} show say what is wrong; null: nothing
 * @property {() => string|null} shown the code that is said now
 */

/**
 * @typedef {object} FieldSpec
 * @property {string} name the input's name
 * @property {string} label
 * @property {string} [labelMore] what only screen readers hear after the label
 * @property {string} [placeholder]
 * @property {string} [autocomplete]
 * @property {string} [inputmode]
 * @property {string} [type]
 * @property {string} [value] what stands in it at first
 * @property {(text: string) => string} [format]
 * @property {(text: string) => string|null} [fault]
 * @property {(text: string) => boolean} [full] whether the caret moves on
 * @property {Record<string, string>} [hole] what fills the fault's text
 * @property {[string, string][]} [choices] value and name: a select
 * @property {string} [wrapper] class around the input
 * @property {HTMLElement[]} [beside] what stands in the field beside the input
 * @property {boolean} [optional]
 * @property {() => void} [changed]
 */

/** Faults that are said while one types, since typing on won't mend them. */
const EARLY = /^invalid_/;

/** @param {Kit} kit @param {FieldSpec} spec @returns {Field} */
export function createField(kit, spec) {
  const prefix = kit.kind === 'payment' ? 'payment' : 'Field';
  const id = `${prefix}-${spec.name}Input`;
  const input = spec.choices ? select(spec, id) : textInput(spec, id);
  const label = h(
    'label',
    { for: id, class: 'p-FieldLabel Label' },
    spec.label,
    spec.labelMore && h('span', { class: 'sr' }, ` ${spec.labelMore}`),
  );
  const holder = h('div', { class: `p-Input ${spec.choices ? 'p-Select' : ''}` }, input);
  const body = h('div', { class: `p-FieldBody ${spec.wrapper ?? ''}` }, holder, ...(spec.beside ?? []));
  const node = h('div', { 'data-field': spec.name, class: 'p-Field' }, label, body);
  const fault = () =>
    spec.optional && !input.value ? null : spec.fault ? spec.fault(input.value) : null;
  /** @type {string|null} */
  let said = null;

  /** @param {string|null} code */
  const show = (code) => {
    if (code !== said) {
      said = code;
      node.querySelector('.p-FieldErrorHolder')?.remove();
      const errorId = `${prefix}-${spec.name}Error`;
      if (code) node.append(errorNode(errorId, spec.name, kit.words(code, holeOf())));
      mark(input, 'aria-describedby', code && errorId);
    }
    dress();
  };
  const holeOf = () => spec.hole ?? { country: input.value.slice(0, 2) };
  const dress = () => {
    input.setAttribute('aria-invalid', String(Boolean(said)));
    const empty = !input.value;
    for (const [base, one] of /** @type {[string, Element][]} */ ([['Input', input], ['Label', label]])) {
      one.classList.toggle(`${base}--empty`, empty);
      one.classList.toggle(`${base}--invalid`, Boolean(said));
      one.classList.toggle(`${base}--focused`, document.activeElement === input);
    }
    label.classList.toggle('Label--floating', !empty || document.activeElement === input);
    label.classList.toggle('Label--resting', empty && document.activeElement !== input);
  };
  const after = () => {
    const code = fault();
    show(code && EARLY.test(code) && input.value ? code : null);
    spec.changed?.();
    kit.changed();
  };

  /** @param {boolean} done */
  const typed = (done) => {
    after();
    if (done && spec.full?.(input.value) && !fault()) moveOn(input);
  };
  const fill =
    input instanceof HTMLInputElement
      ? keepFormatted(input, spec.format, typed)
      : (/** @type {string} */ text) => void (input.value = text);
  if (input instanceof HTMLSelectElement) input.addEventListener('input', after);
  /** @param {string} text */
  const put = (text) => {
    fill(text);
    dress();
  };
  input.addEventListener('focus', dress);
  input.addEventListener('blur', () => show(input.value ? fault() : said));
  put(spec.value ?? '');

  return {
    name: spec.name,
    node,
    input,
    text: () => input.value,
    put,
    fault,
    empty: () => !input.value,
    show,
    shown: () => said,
  };
}

/** @param {FieldSpec} spec @param {string} id */
function textInput(spec, id) {
  return h('input', {
    ...common(spec, id),
    class: 'p-Input-input Input',
    type: spec.type ?? 'text',
    placeholder: spec.placeholder ?? '',
    inputmode: spec.inputmode,
    dir: spec.inputmode === 'numeric' ? 'ltr' : undefined,
    autocomplete: spec.autocomplete,
    autocorrect: 'off',
    spellcheck: 'false',
  });
}

/** @param {FieldSpec} spec @param {string} id */
function select(spec, id) {
  const first = spec.placeholder
    ? h('option', { value: '', disabled: true, hidden: true }, spec.placeholder)
    : null;
  const chosen = (spec.choices ?? []).map(([value, name]) => h('option', { value }, name));
  return h(
    'select',
    { ...common(spec, id), class: 'p-Select-select Input', autocomplete: spec.autocomplete },
    first,
    ...chosen,
  );
}

/** @param {FieldSpec} spec @param {string} id */
const common = (spec, id) => ({
  id,
  name: spec.name,
  'aria-invalid': 'false',
  'aria-required': String(!spec.optional),
});

/** @param {string} id @param {string} name @param {string} text */
function errorNode(id, name, text) {
  const words = h('p', { id, class: 'p-FieldError Error', role: 'alert' }, text);
  return h('div', { id: `Field-${name}${id.startsWith('Field') ? 'Message' : 'Error'}`, class: 'p-FieldErrorHolder' }, words);
}
