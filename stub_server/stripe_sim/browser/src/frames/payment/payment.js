// The payment element: a way to pay is chosen, and its form filled in.

import { fundingOf } from '../../common/cards.js';
import { h } from '../dom.js';
import { homeOf } from '../fields/billing.js';
import { isComplete, isEmpty, verdictOf } from '../fields/group.js';
import { businessOf, dueOf, keepsMethod } from '../kit.js';
import { BUYER, homeIn, openSheet } from '../sheet.js';
import { walletSecrets } from '../wallet.js';
import { createAccordion } from './accordion.js';
import { createForm } from './form.js';
import { isWallet, offered } from './methods.js';
import { createSaved } from './saved.js';
import { createTabs } from './tabs.js';

/**
 * @typedef {import('./form.js').MethodForm} MethodForm
 * @typedef {{node: HTMLElement, show: (type: string|null, form: HTMLElement|null) => void}} Chooser
 */

/** Options and facts that change what a form asks or says. */
const FORM_OPTIONS = ['fields', 'terms', 'business', 'defaultValues', 'setupFutureUsage', 'mode'];

/**
 * @typedef {object} Typed what a buyer has chosen and typed
 * @property {string|null} chosen
 * @property {string} saved the method that is used, or `new`
 * @property {string} focus the name of the field with the caret
 * @property {{type: string, texts: Map<string, string>, saves: boolean|undefined}[]} forms
 */

/** @param {import('../kit.js').Kit} kit @returns {import('../kit.js').FrameElement} */
export function createPayment(kit) {
  const { words } = kit;
  /** @type {Map<string, MethodForm>} */
  const forms = new Map();
  /** @type {string[]} */
  let types = [];
  /** What of the session the forms were made by. */
  let says = '';
  /** @type {string|null} */
  let chosen = null;
  /** @type {Record<string, any>|null} */
  let savedMethod = null;
  /** @type {import('../sheet.js').Chosen|null} authorised in the wallet, not yet paid with */
  let authorised = null;
  /** @type {Chooser} */
  let chooser;
  /** @type {ReturnType<typeof createSaved>} */
  let saved = null;
  const fieldset = h('fieldset', { class: 'p-Fieldset' });
  const sheets = h('div', {});
  const node = h('div', { class: 'p-PaymentElement' }, fieldset, sheets);

  /** @param {string} type */
  const formFor = (type) => {
    const form = forms.get(type) ?? createForm(kit, type, numbered);
    forms.set(type, form);
    return form;
  };
  const locked = () => Boolean(kit.options.readOnly) || sheets.childElementCount > 0;
  const form = () => (chosen && !savedMethod ? formFor(chosen) : null);

  /** @param {string|null} type */
  const show = (type) => {
    if (type !== chosen) authorised = null;
    chosen = type;
    node.classList.toggle('is-collapsed', type === null);
    node.dataset.selectedPaymentForm = type ?? '';
    chooser.show(type, type ? formFor(type).node : null);
  };
  /** @param {string} type */
  const choose = (type) => {
    if (type === chosen || fieldset.disabled) return;
    show(type);
    kit.changed();
  };

  /** @param {Record<string, any>|null} method a saved one */
  const uses = (method) => {
    savedMethod = method;
    chooser.node.hidden = Boolean(method);
  };

  let told = '';
  /** @param {{number: {text: () => string}, networks: () => string[], all: import('../fields/field.js').Field[]}} card */
  function numbered(card) {
    const whole = !card.all[0]?.fault();
    const details = whole
      ? { brands: card.networks(), funding: fundingOf(card.number.text()) }
      : { brands: null, funding: null };
    const key = JSON.stringify(details);
    if (key !== told && (whole || told)) kit.tell('carddetailschange', { loading: false, details });
    if (whole || told) told = key;
  }

  const draw = () => {
    const layout = layoutOf(kit.options.layout);
    types = offered(kit.session, kit.group, kit.options);
    says = sessionSays(kit);
    chooser = types.length === 1 ? alone() : layout.type === 'accordion'
      ? createAccordion(kit, types, layout, choose)
      : createTabs(kit, types, choose);
    saved = createSaved(kit, (method) => {
      uses(method);
      kit.changed();
    });
    uses(saved?.first ?? null);
    fieldset.replaceChildren(...(saved ? [saved.node] : []), chooser.node);
    fieldset.disabled = locked();
    const collapsed = layout.defaultCollapsed && types.length > 1;
    const still = chosen && types.includes(chosen) ? chosen : types[0] ?? null;
    show(collapsed && !chosen ? null : still);
    if (!types.length) fieldset.append(h('p', { class: 'p-Note Text' }, words('noMethods')));
  };
  draw();

  /** @returns {Typed} */
  const typed = () => ({
    chosen,
    saved: savedMethod?.id ?? 'new',
    focus: document.activeElement?.getAttribute('name') ?? '',
    forms: [...forms.values()].map((one) => ({ type: one.type, texts: one.typed(), saves: one.saves() })),
  });
  /** @param {Typed} before */
  const take = (before) => {
    for (const { type, texts, saves } of before.forms) {
      if (types.includes(type)) formFor(type).take(texts, saves);
    }
    if (!before.chosen || types.includes(before.chosen)) show(before.chosen);
    if (saved) uses(saved.check(before.saved));
    form()?.fields().find((field) => field.name === before.focus)?.input.focus();
  };

  /** Let the wallet ask. @param {string} type @returns {Promise<import('../kit.js').Verdict>} */
  const authorise = (type) =>
    new Promise((resolve) => {
      /** @param {import('../sheet.js').Chosen|null} choice */
      const close = (choice) => {
        sheet.node.remove();
        fieldset.disabled = locked();
        authorised = choice;
        resolve(choice ? { complete: true, error: null } : incomplete('sheetCancelled'));
      };
      const sheet = openSheet(kit, { type, ...dueOf(kit) }, close, () => close(null));
      sheets.replaceChildren(sheet.node);
      fieldset.disabled = true;
      sheet.focus();
    });
  /** @param {string} text @returns {import('../kit.js').Verdict} */
  const incomplete = (text) => ({
    complete: false,
    error: { type: 'validation_error', code: 'incomplete_payment_details', message: words(text) },
  });

  const savesHere = () => form()?.saves();
  const billing = () => {
    const wallet = chosen && isWallet(chosen) && !savedMethod;
    const country = wallet ? homeOf(kit) : '';
    return wallet ? { ...BUYER, address: homeIn(country) } : (form()?.billing() ?? {});
  };

  return {
    node,
    state() {
      const now = form();
      const fields = now?.fields() ?? [];
      const typed = fields.filter((field) => field.name !== 'country');
      const type = savedMethod?.type ?? chosen ?? '';
      const place = now?.asksPlace() ? now.billing().address : null;
      const saves = savesHere();
      return {
        empty: savedMethod ? false : !chosen || (typed.length > 0 && isEmpty(typed)),
        complete: Boolean(savedMethod || (now && isComplete(fields))),
        collapsed: chosen === null,
        value: {
          type,
          ...(saves === undefined ? {} : { savePaymentMethod: saves }),
          ...(place
            ? { billingDetails: { address: { country: place.country ?? null, postalCode: place.postal_code ?? null } } }
            : {}),
          ...(savedMethod ? { payment_method: shownMethod(savedMethod) } : {}),
        },
      };
    },
    async validate() {
      if (savedMethod) return { complete: true, error: null };
      const now = form();
      if (!now || !chosen) return incomplete('incomplete_payment_details');
      if (isWallet(chosen)) return authorised ? { complete: true, error: null } : authorise(chosen);
      return verdictOf(now.fields(), words);
    },
    values() {
      if (savedMethod) return { type: savedMethod.type, payment_method: savedMethod.id };
      const wallet = chosen && isWallet(chosen) ? chosen : undefined;
      return { type: wallet ? 'card' : chosen, billing_details: billing(), ...(wallet ? { wallet } : {}) };
    },
    async secrets() {
      const now = form();
      if (!now || !chosen) return {};
      if (isWallet(chosen) && authorised) {
        return walletSecrets(kit.account, chosen, authorised.card.number, billing());
      }
      const kept = savesHere();
      const usage = kit.session?.customer?.customer_session?.components?.payment_element?.features;
      const intent = kit.session?.payment_method_preference?.payment_intent || kit.group.mode === 'payment';
      return {
        type: chosen,
        fields: now.secrets(),
        billing: billing(),
        more: kept === undefined ? {} : { allow_redisplay: kept ? 'always' : 'limited' },
        confirming: {
          ...(now.methodOptions() ? { payment_method_options: now.methodOptions() } : {}),
          ...(kept && intent && usage?.payment_method_save_usage
            ? { setup_future_usage: usage.payment_method_save_usage }
            : {}),
        },
      };
    },
    settled() {
      authorised = null;
    },
    focus() {
      const target = form()?.fields()[0]?.input ?? fieldset.querySelector('[tabindex="0"], input, button');
      if (target instanceof HTMLElement) target.focus();
    },
    clear() {
      for (const one of forms.values()) one.clear();
      kit.changed();
    },
    update(options) {
      const before = typed();
      const asksOther = FORM_OPTIONS.some((name) => name in options) || says !== sessionSays(kit);
      if (asksOther) forms.clear();
      const now = offered(kit.session, kit.group, kit.options).join();
      if (asksOther || 'layout' in options || now !== types.join()) {
        draw();
        take('defaultValues' in options ? { ...before, forms: [] } : before);
      }
      fieldset.disabled = locked();
    },
    typed,
    take,
    collapse() {
      if (types.length < 2) return;
      show(null);
      kit.changed();
    },
  };
}

/** What a session says that forms depend on. @param {import('../kit.js').Kit} kit */
const sessionSays = (kit) =>
  JSON.stringify([keepsMethod(kit), businessOf(kit), homeOf(kit), kit.session?.customer ?? null]);

/** One way to pay needs no choice. @returns {Chooser} */
function alone() {
  const node = h('div', {});
  return { node, show: (_type, form) => node.replaceChildren(...(form ? [form] : [])) };
}

/** @param {any} layout @returns {import('./accordion.js').Layout} */
const layoutOf = (layout) => (typeof layout === 'string' ? { type: layout } : (layout ?? { type: 'tabs' }));

/** A saved method as `change` tells it. @param {Record<string, any>} method */
const shownMethod = ({ id, type, billing_details }) => ({ id, type, billing_details });
