// The iban element: one line for an account.

import {
  bankOfIban,
  bareIban,
  countryOfIban,
  exampleIban,
  formatIban,
  ibanFault,
} from '../../common/iban.js';
import { h } from '../dom.js';
import { methodIcon } from '../icons.js';
import { createInput, stateOf, verdict } from './input.js';

/** @param {import('../kit.js').Kit} kit @returns {import('../kit.js').FrameElement} */
export function createIban(kit) {
  const icon = h('div', { class: 'CardField-icon Icon', 'aria-hidden': 'true' });
  icon.innerHTML = methodIcon('sepa_debit');
  const input = createInput(kit, {
    name: 'iban',
    stable: 'iban',
    placeholder: exampleIban(kit.options.placeholderCountry ?? 'DE'),
    label: kit.words('iban'),
    autocomplete: 'off',
    inputmode: 'text',
    format: formatIban,
    fault: ibanFault,
  });
  const holder = h('span', { class: 'InputContainer CardField-child' }, input.node);
  const node = h('form', { class: 'ElementsApp is-empty' }, h('div', { class: 'CardField' }, icon, holder));
  node.addEventListener('submit', (event) => event.preventDefault());
  const draw = () => {
    const { empty, complete, error } = stateOf(kit, [input]);
    const state = error ? 'is-invalid' : empty ? 'is-empty' : complete ? 'is-complete' : '';
    node.className = `ElementsApp ${state}`.trim();
    icon.hidden = Boolean(kit.options.hideIcon);
    input.node.disabled = Boolean(kit.options.disabled);
  };
  draw();

  return {
    node,
    state() {
      draw();
      return {
        ...stateOf(kit, [input]),
        country: countryOfIban(input.text()),
        bankName: bankOfIban(input.text()),
      };
    },
    validate: () => verdict(kit, [input]),
    values: () => ({ type: 'sepa_debit', billing_details: {} }),
    secrets: () => ({ type: 'sepa_debit', fields: { iban: bareIban(input.text()) } }),
    focus: () => input.node.focus(),
    clear() {
      input.put('');
      kit.changed();
    },
    update: draw,
    typed: () => input.text(),
    take: input.put,
  };
}
