// cardNumber, cardExpiry and cardCvc: one card in three frames, which find each other.

import { brandOf, digitsOf, networksOf } from '../../common/cards.js';
import { h } from '../dom.js';
import { brandIcon, WRONG_ICON } from '../icons.js';
import { cardSecrets, cvcInput, expiryInput, numberInput } from './cards.js';
import { stateOf, verdict } from './input.js';

const KINDS = ['cardNumber', 'cardExpiry', 'cardCvc'];

/**
 * The same card's other frames, by the type of their element; a frame of another origin throws.
 * @returns {Record<string, any>}
 */
function siblings() {
  const { shopstubField: own } = /** @type {any} */ (window);
  /** @type {Record<string, any>} */
  const found = {};
  for (let place = 0; place < window.parent.length; place += 1) {
    try {
      const field = /** @type {any} */ (window.parent[place]).shopstubField;
      if (field && field.group === own?.group && KINDS.includes(field.kind)) found[field.kind] = field.element;
    } catch {
      continue;
    }
  }
  return found;
}

/** The text in a frame of the card. @param {string} kind @returns {string} */
const textIn = (kind) => siblings()[kind]?.raw() ?? '';

/** @param {import('../kit.js').Kit} kit @returns {import('../kit.js').FrameElement & {raw: () => string}} */
export function createSingle(kit) {
  const { kind, options } = kit;
  const icon = h('div', { class: 'CardField-icon Icon', 'aria-hidden': 'true', hidden: true });
  const input =
    kind === 'cardNumber'
      ? numberInput(kit, options.placeholder ?? '1234 1234 1234 1234', tellNetworks)
      : kind === 'cardExpiry'
        ? expiryInput(kit, options.placeholder)
        : cvcInput(kit, () => textIn('cardNumber'), options.placeholder);
  const holder = h('span', { class: 'InputContainer CardField-child' }, input.node);
  const node = h('form', { class: 'ElementsApp is-empty' }, h('div', { class: 'CardField' }, icon, holder));
  node.addEventListener('submit', (event) => event.preventDefault());

  let networks = '';
  function tellNetworks() {
    const found = networksOf(digitsOf(input.text()));
    const known = found.length > 1 ? found : [];
    if (known.join() !== networks) {
      networks = known.join();
      kit.tell('networkschange', { loading: false, networks: known.length ? known : undefined });
    }
  }
  const draw = () => {
    const { empty, complete, error } = stateOf(kit, [input]);
    const state = error ? 'is-invalid' : empty ? 'is-empty' : complete ? 'is-complete' : '';
    node.className = `ElementsApp ${state}`.trim();
    icon.hidden = kind !== 'cardNumber' || !kit.options.showIcon;
    icon.innerHTML = error ? WRONG_ICON : brandIcon(brandOf(digitsOf(input.text())));
    input.node.disabled = Boolean(kit.options.disabled);
    if (kit.options.placeholder !== undefined) input.node.placeholder = kit.options.placeholder;
  };
  draw();

  return {
    node,
    raw: () => input.text(),
    state() {
      draw();
      const brand = kind === 'cardNumber' ? { brand: brandOf(digitsOf(input.text())) } : {};
      return { ...stateOf(kit, [input]), ...brand };
    },
    async validate() {
      const own = verdict(kit, [input]);
      if (kind !== 'cardNumber' || !own.complete) return own;
      const { cardExpiry, cardCvc } = siblings();
      for (const other of [cardExpiry, cardCvc]) {
        const answer = await other?.validate();
        if (answer && !answer.complete) return answer;
      }
      return own;
    },
    values: () => ({ type: 'card', billing_details: {} }),
    secrets: () => ({
      type: 'card',
      fields: cardSecrets(textIn('cardNumber'), textIn('cardExpiry'), textIn('cardCvc')),
    }),
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
