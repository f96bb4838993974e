// The expressCheckout element: buttons of simulated wallets, and the sheet behind them.

import { h } from '../dom.js';
import { homeOf } from '../fields/billing.js';
import { dueOf } from '../kit.js';
import { BUYER, homeIn, openSheet } from '../sheet.js';
import { walletSecrets } from '../wallet.js';
import { available, buttonsOf } from './buttons.js';

/** @typedef {import('../sheet.js').Chosen} Chosen @typedef {import('../sheet.js').Wanted} Wanted */

/** @param {import('../kit.js').Kit} kit @returns {import('../kit.js').FrameElement} */
export function createExpress(kit) {
  const fieldset = h('fieldset', { class: 'p-Fieldset' });
  const sheets = h('div', {});
  const node = h('div', { class: 'p-ExpressCheckout' }, fieldset, sheets);
  /** @type {{type: string, chosen: Chosen, billing: Record<string, any>}|null} */
  let paying = null;
  /** @type {ReturnType<typeof openSheet>|null} */
  let open = null;

  const draw = () => fieldset.replaceChildren(buttonsOf(kit, (type) => void click(type)));
  draw();

  const close = () => {
    open?.node.remove();
    open = null;
    paying = null;
    fieldset.disabled = false;
  };

  /** @param {string} type */
  async function click(type) {
    fieldset.disabled = true;
    const { resolved, details = {} } = await kit.ask('click', { expressPaymentType: type });
    if (!resolved) return close();
    const wants = { ...kit.options, ...details };
    /** @type {Wanted} */
    const wanted = {
      type,
      ...dueOf(kit),
      card: isWallet(type),
      lines: wants.lineItems ?? [],
      rates: wants.shippingAddressRequired ? (wants.shippingRates ?? []) : [],
      countries: wants.shippingAddressRequired ? (wants.allowedShippingCountries ?? []) : null,
      home: homeOf(kit),
      addressed: ({ city, state, postal_code, country }) =>
        change('shippingaddresschange', { name: BUYER.name, address: { city, state, postal_code, country } }),
      rated: (shippingRate) => change('shippingratechange', { shippingRate }),
    };
    open = openSheet(kit, wanted, (chosen) => pay(type, wants, chosen), () => {
      close();
      kit.tell('cancel');
      node.querySelector('button')?.focus();
    });
    sheets.replaceChildren(open.node);
    open.focus();
    await open.begin();
  }

  /** What the page says to a change; null: it refuses. @param {string} name @param {any} value */
  async function change(name, value) {
    const { resolved, details = {} } = await kit.ask(name, value);
    if (!resolved) return null;
    return {
      ...dueOf(kit),
      ...(details.lineItems ? { lines: details.lineItems } : {}),
      ...(details.shippingRates ? { rates: details.shippingRates } : {}),
    };
  }

  /** @param {string} type @param {Record<string, any>} wants @param {Chosen} chosen */
  function pay(type, wants, chosen) {
    const billing = {
      name: BUYER.name,
      ...(wants.emailRequired ? { email: BUYER.email } : {}),
      ...(wants.phoneNumberRequired ? { phone: BUYER.phone } : {}),
      address: homeIn(homeOf(kit)),
    };
    paying = { type, chosen, billing };
    kit.tell('confirm', {
      expressPaymentType: type,
      billingDetails: billing,
      ...(chosen.country ? { shippingAddress: { name: BUYER.name, address: homeIn(chosen.country) } } : {}),
      ...(chosen.rate ? { shippingRate: chosen.rate } : {}),
    });
  }

  return {
    node,
    ready: () => ({ availablePaymentMethods: available(kit) }),
    state: () => ({ empty: true, complete: false }),
    validate: () => ({ complete: true, error: null }),
    values() {
      const type = paying?.type ?? '';
      return isWallet(type)
        ? { type: 'card', wallet: type, billing_details: paying?.billing }
        : { type, billing_details: paying?.billing };
    },
    async secrets() {
      if (!paying) throw new Error('No wallet has been authorised.');
      const { type, chosen, billing } = paying;
      if (isWallet(type)) return walletSecrets(kit.account, type, chosen.card.number, billing);
      return { type, fields: {}, billing };
    },
    told(name, value) {
      if (name === 'paymentdone') close();
      if (name === 'paymentfailed') open?.fail(value?.message ?? kit.words('sheetFailed'));
    },
    focus: () => node.querySelector('button')?.focus(),
    clear() {},
    update(options) {
      if (!open && ['buttonHeight', 'layout', 'paymentMethodOrder', 'appearance', 'session'].some((name) => name in options)) {
        draw();
      }
    },
  };
}

/** @param {string} type */
const isWallet = (type) => /^(apple|google)_pay$/.test(type);
