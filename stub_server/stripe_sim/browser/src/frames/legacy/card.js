// The card element: number, expiry date, code and postal code in one line.

import { brandOf, digitsOf, networksOf } from '../../common/cards.js';
import { h } from '../dom.js';
import { brandIcon, WRONG_ICON } from '../icons.js';
import { cardSecrets, cvcInput, expiryInput, numberInput, postalInput } from './cards.js';
import { stateOf, verdict } from './input.js';

/** Room that number, date and code take, and with a postal code; in the text's own size. */
const THREE = 17.7;
const FOUR = 21.6;

/** @param {import('../kit.js').Kit} kit @returns {import('../kit.js').FrameElement} */
export function createCard(kit) {
  const icon = h('div', { class: 'CardField-icon Icon', 'aria-hidden': 'true' });
  const text = () => number.text();
  const number = numberInput(kit, kit.words('legacy.numberShort'), () => {
    cvc.put(cvc.text());
    tellNetworks();
  });
  const expiry = expiryInput(kit);
  const cvc = cvcInput(kit, text);
  const postal = postalInput(kit, text);
  const all = [number, expiry, cvc, postal];
  const hides = () => Boolean(kit.options.hidePostalCode);
  const inputs = () => [number, expiry, cvc, ...(hides() ? [] : [postal])];
  const last4 = h('span', { class: 'CardField-last4', 'aria-hidden': 'true' });
  const line = h(
    'div',
    { class: 'CardField-input-wrapper' },
    h('span', { class: 'CardField-number CardField-child' }, number.node, last4),
    h('span', { class: 'CardField-expiry CardField-child' }, expiry.node),
    h('span', { class: 'CardField-cvc CardField-child' }, cvc.node),
    h('span', { class: 'CardField-postalCode CardField-child' }, postal.node),
  );
  const node = h('form', { class: 'ElementsApp is-empty' }, h('div', { class: 'CardField' }, icon, line));
  node.addEventListener('submit', (event) => event.preventDefault());

  let networks = '';
  const tellNetworks = () => {
    const found = networksOf(digitsOf(text()));
    const known = found.length > 1 ? found : [];
    if (known.join() === networks) return;
    networks = known.join();
    kit.tell('networkschange', { loading: false, networks: known.length ? known : undefined });
  };

  const draw = () => {
    const { empty, complete, error } = stateOf(kit, inputs());
    const state = error ? 'is-invalid' : empty ? 'is-empty' : complete ? 'is-complete' : '';
    node.className = `ElementsApp ${state}`.trim();
    icon.hidden = Boolean(kit.options.hideIcon);
    icon.innerHTML = error ? WRONG_ICON : brandIcon(brandOf(digitsOf(text())));
    icon.classList.toggle('is-solid', kit.options.iconStyle === 'solid');
    /** @type {HTMLElement} */ (postal.node.parentElement).hidden = hides();
    for (const input of inputs()) input.node.disabled = Boolean(kit.options.disabled);
    fold();
  };
  /** Where there is no room for all, a whole number shows its last four digits alone. */
  const fold = () => {
    const size = parseFloat(getComputedStyle(number.node).fontSize) || 16;
    const room = line.clientWidth / size;
    const at = inputs().find((input) => input.node === document.activeElement);
    const narrow = room < (hides() ? THREE : FOUR);
    const short = narrow && at !== number && (Boolean(at) || !number.fault());
    last4.textContent = short ? digitsOf(text()).slice(-4) : '';
    line.classList.toggle('is-short', short);
    line.classList.toggle('is-early', narrow && !short);
    line.classList.toggle('is-tight', narrow && !short && room < THREE);
    const child = at && at !== number ? at.node.parentElement : null;
    line.scrollLeft = child ? Math.max(0, child.offsetLeft + child.offsetWidth - line.clientWidth) : 0;
  };
  node.addEventListener('focusin', () => requestAnimationFrame(fold));
  node.addEventListener('focusout', () => requestAnimationFrame(fold));
  new ResizeObserver(fold).observe(line);
  postal.put(kit.options.value?.postalCode ?? '');
  draw();

  return {
    node,
    state() {
      draw();
      return {
        ...stateOf(kit, inputs()),
        brand: brandOf(digitsOf(text())),
        value: { postalCode: hides() ? '' : postal.text().trim() },
      };
    },
    validate: () => verdict(kit, inputs()),
    values: () => ({ type: 'card', billing_details: billing() }),
    secrets: () => ({
      type: 'card',
      fields: cardSecrets(text(), expiry.text(), cvc.text()),
      billing: billing(),
    }),
    focus: () => number.node.focus(),
    clear() {
      for (const input of all) input.put('');
      kit.changed();
    },
    update(options) {
      if (options.value?.postalCode !== undefined) postal.put(options.value.postalCode);
      draw();
    },
    typed: () => all.map((input) => input.text()),
    take: (texts) => all.forEach((input, place) => input.put(texts[place])),
  };

  function billing() {
    const code = postal.text().trim();
    return hides() || !code ? {} : { address: { postal_code: code } };
  }
}
