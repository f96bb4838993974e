// Number, expiry date and security code of a card, which know of each other.

import {
  brandOf,
  cvcFault,
  digitsOf,
  formatCvc,
  formatNumber,
  longest,
  networksOf,
  numberFault,
  schemeOf,
} from '../../common/cards.js';
import { expiryFault, formatExpiry, readExpiry } from '../../common/expiry.js';
import { h, svg } from '../dom.js';
import { BRAND_NAMES, brandIcon, CODE_ICON, WRONG_ICON } from '../icons.js';
import { createField } from './field.js';

const OFFERED = ['visa', 'mastercard', 'amex', 'unionpay'];

/**
 * @param {import('../kit.js').Kit} kit
 * @param {() => void} numbered called when the number changed
 */
export function cardFields(kit, numbered) {
  const { words } = kit;
  const brands = h('div', { class: 'p-CardBrandIcons' });
  const code = svg(CODE_ICON, 'p-CardCvcIcon');
  const network = h('select', { class: 'p-NetworkSelect', 'aria-label': words('network') });
  network.addEventListener('change', () => kit.changed());

  const number = createField(kit, {
    name: 'number',
    label: words('cardNumber'),
    placeholder: '1234 1234 1234 1234',
    autocomplete: 'billing cc-number',
    inputmode: 'numeric',
    wrapper: 'p-CardNumberInput',
    beside: [brands],
    format: formatNumber,
    fault: numberFault,
    full: (text) => digitsOf(text).length === longest(digitsOf(text)),
    changed: () => {
      cvc.put(cvc.text());
      numbered();
    },
  });
  number.input.classList.add('p-CardNumberInput-input');
  const expiry = createField(kit, {
    name: 'expiry',
    label: words('expirationDate'),
    labelMore: 'MM / YY',
    placeholder: 'MM / YY',
    autocomplete: 'billing cc-exp',
    inputmode: 'numeric',
    format: formatExpiry,
    fault: (text) => expiryFault(text, new Date()),
    full: (text) => readExpiry(text) !== null,
  });
  const cvc = createField(kit, {
    name: 'cvc',
    label: words('securityCode'),
    placeholder: 'CVC',
    autocomplete: 'billing cc-csc',
    inputmode: 'numeric',
    wrapper: 'p-CardCvcInput',
    beside: [code],
    format: (text) => formatCvc(text, number.text()),
    fault: (text) => cvcFault(text, number.text()),
    full: (text) => text.length === schemeOf(digitsOf(number.text())).cvc,
  });

  let drawn = '';
  const draw = () => {
    const digits = digitsOf(number.text());
    const networks = networksOf(digits);
    const wrong = number.shown() === 'invalid_number';
    const key = wrong ? 'wrong' : networks.join() || (digits ? 'none' : 'all');
    if (key === drawn) return;
    drawn = key;
    const shown = wrong ? ['wrong'] : digits ? networks : OFFERED;
    brands.replaceChildren(
      ...shown.map((brand) => {
        const icon = svg(brand === 'wrong' ? WRONG_ICON : brandIcon(brand), `p-CardBrandIcon p-${brand}`);
        return icon;
      }),
    );
    if (networks.length > 1 && !wrong) {
      network.replaceChildren(
        h('option', { value: '' }, words('choose')),
        ...networks.map((one) => h('option', { value: one }, BRAND_NAMES[one])),
      );
      brands.append(network);
    }
  };
  const watch = new MutationObserver(draw);
  watch.observe(number.node, { subtree: true, attributes: true, attributeFilter: ['aria-invalid'] });
  number.input.addEventListener('input', draw);
  draw();

  return {
    number,
    expiry,
    cvc,
    all: [number, expiry, cvc],
    brand: () => brandOf(digitsOf(number.text())),
    networks: () => networksOf(digitsOf(number.text())),
    /** What no page is told. */
    secrets() {
      const date = readExpiry(expiry.text());
      const chosen = network.isConnected && network.value;
      return {
        number: digitsOf(number.text()),
        exp_month: date?.month,
        exp_year: date?.year,
        cvc: cvc.text(),
        ...(chosen ? { networks: { preferred: chosen } } : {}),
      };
    },
    clear() {
      for (const field of [number, expiry, cvc]) {
        field.put('');
        field.show(null);
      }
      draw();
    },
  };
}
