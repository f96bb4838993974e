// The card element: number, expiry date, code and postal code in one line.

import { brandOf, digitsOf, networksOf } from '../../shared/cards.js';
import { h } from '../dom.js';
import { brandIcon, WRONG_ICON } from '../icons.js';
import { cardSecrets, cvcInput, expiryInput, numberInput, postalInput } from './cards.js';
import { stateOf, verdict } from './input.js';

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
  const hides = () => Boolean(kit.options.hidePostalCode);
  const inputs = () => [number, expiry, cvc, ...(hides() ? [] : [postal])];
  const line = h(
    'div',
    { class: 'CardField-input-wrapper' },
    h('span', { class: 'CardField-number CardField-child' }, number.node),
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
  /** Where there is no room, a whole number shows its last four digits. */
  const fold = () => {
    const size = parseFloat(getComputedStyle(number.node).fontSize) || 16;
    const narrow = line.clientWidth < size * (hides() ? 19 : 24);
    const away = document.activeElement !== number.node && document.hasFocus();
    const short = narrow && !number.fault() && (away || !document.hasFocus());
    line.classList.toggle('is-short', short);
    if (short) number.node.scrollLeft = number.node.scrollWidth;
    else if (document.activeElement === number.node || !number.text()) line.scrollLeft = 0;
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
      for (const input of [number, expiry, cvc, postal]) input.put('');
      kit.changed();
    },
    update(options) {
      if (options.value?.postalCode !== undefined) postal.put(options.value.postalCode);
      draw();
    },
  };

  function billing() {
    const code = postal.text().trim();
    return hides() || !code ? {} : { address: { postal_code: code } };
  }
}
