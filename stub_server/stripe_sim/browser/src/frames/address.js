// The address element, for parcels or for bills.

import { addressForm, countryNames, postalFault } from '../common/countries.js';
import { createContacts } from './contacts.js';
import { h } from './dom.js';
import { createField } from './fields/field.js';
import { isComplete, isEmpty, verdictOf } from './fields/group.js';

/** @typedef {import('./fields/field.js').Field} Field */

const PO_BOX = /\bp\.?\s*o\.?\s*box\b|\bpostfach\b/i;

/** @param {import('./kit.js').Kit} kit @returns {import('./kit.js').FrameElement} */
export function createAddress(kit) {
  const { words, locale } = kit;
  const part = () => (kit.options.mode === 'shipping' ? 'shipping' : 'billing');
  const given = () => kit.options.defaultValues ?? {};
  const home = () => given().address?.country || kit.session?.merchant_country || regionOf(locale) || 'US';
  const form = h('div', {});
  const contacts = createContacts(kit, (picked) => {
    form.hidden = picked;
    kit.changed();
  });
  form.hidden = Boolean(contacts);
  const node = h('fieldset', { class: 'p-Fieldset' }, contacts?.node, form);
  /** @type {Map<string, Field>} */
  let fields = new Map();

  /**
   * @param {string} name @param {string} label key of its text
   * @param {Partial<import('./fields/field.js').FieldSpec> & {code?: string}} more
   */
  const text = (name, label, { code, ...more }) =>
    createField(kit, {
      name,
      label: words(label),
      placeholder: '',
      ...more,
      autocomplete: `${part()} ${more.autocomplete}`,
      fault: more.fault ?? ((typed) => (typed.trim() ? null : (code ?? 'incomplete_address'))),
    });

  /** @param {string} chosen country @param {Map<string, string>} [before] what was typed, by field */
  const draw = (chosen, before = new Map()) => {
    /** That, else what the page gave. @param {string} name @param {string|null|undefined} value */
    const kept = (name, value) => before.get(name) || value || '';
    const { address = {}, ...person } = given();
    const { fields: rules = {}, display = {}, validation = {}, allowedCountries, blockPoBox } = kit.options;
    const countries = countryNames(locale, allowedCountries ?? undefined);
    const country = countries.some(([value]) => value === chosen) ? chosen : (countries[0]?.[0] ?? '');
    const layout = addressForm(country);
    /** @type {(Field|null)[]} */
    const names =
      rules.name === 'never'
        ? []
        : display.name === 'split'
          ? [
              text('firstName', 'firstName', { autocomplete: 'given-name', value: kept('firstName', person.firstName), code: 'incomplete_first_name' }),
              text('lastName', 'lastName', { autocomplete: 'family-name', value: kept('lastName', person.lastName), code: 'incomplete_last_name' }),
            ]
          : display.name === 'organization'
            ? [text('name', 'organization', { autocomplete: 'organization', value: kept('name', person.name), code: 'incomplete_organization' })]
            : [text('name', 'fullName', { autocomplete: 'name', value: kept('name', person.name), code: 'incomplete_name' })];
    const place = createField(kit, {
      name: 'country',
      label: words('countryOrRegion'),
      autocomplete: `${part()} country`,
      choices: countries,
      value: country,
      changed: () => {
        draw(place.text(), typed());
        fields.get('country')?.input.focus();
      },
    });
    place.node.hidden = countries.length === 1;
    const line1 = text('addressLine1', 'line1', {
      autocomplete: 'address-line1',
      placeholder: words('streetHint'),
      value: kept('addressLine1', address.line1),
      fault: (street) => (!street.trim() ? 'incomplete_address' : blockPoBox && PO_BOX.test(street) ? 'invalid_po_box' : null),
    });
    const line2 = text('addressLine2', 'line2', { autocomplete: 'address-line2', placeholder: words('line2Hint'), optional: true, value: kept('addressLine2', address.line2) });
    const city = text('locality', layout.cityLabel, { autocomplete: 'address-level2', value: kept('locality', address.city), code: 'incomplete_city' });
    const postal = layout.postal
      ? text('postalCode', layout.postalLabel, { autocomplete: 'postal-code', value: kept('postalCode', address.postal_code), fault: (typed) => postalFault(typed, country) })
      : null;
    const wanted = kept('administrativeArea', address.state);
    const state = layout.stateLabel
      ? text('administrativeArea', layout.stateLabel, {
          autocomplete: 'address-level1',
          ...(layout.states.length ? { choices: layout.states, placeholder: words('choose') } : {}),
          value: layout.states.length && !layout.states.some(([value]) => value === wanted) ? '' : wanted,
          optional: country === 'IE',
          code: 'incomplete_state',
        })
      : null;
    const phone =
      rules.phone === 'always'
        ? text('phone', 'phone', {
            type: 'tel',
            autocomplete: 'tel',
            value: kept('phone', person.phone),
            optional: validation.phone?.required === 'never',
            fault: (typed) => (typed.replace(/\D/g, '').length >= 6 ? null : 'incomplete_phone_number'),
          })
        : null;

    const rest = layout.postalFirst ? [postal, city] : [city, postal];
    const rows = layout.postalFirst ? [row(rest), row([state])] : country === 'US' || country === 'CA' || country === 'AU' ? [row([city]), row([state, postal])] : [row(rest), row([state])];
    form.replaceChildren(
      h('div', { class: 'p-AddressForm' }, row(names), place.node, line1.node, line2.node, ...rows, phone && phone.node),
    );
    const all = [...names, place, line1, line2, ...(layout.postalFirst ? rest : [city]), state, layout.postalFirst ? null : postal, phone];
    fields = new Map(all.flatMap((field) => (field ? [[field.name, field]] : [])));
  };
  const typed = () => new Map([...fields].map(([name, field]) => [name, field.text()]));
  draw(home());

  const all = () => [...fields.values()];
  /** @param {string} name */
  const read = (name) => fields.get(name)?.text().trim() ?? '';
  const value = () => {
    const split = fields.has('firstName');
    return {
      name: split ? `${read('firstName')} ${read('lastName')}`.trim() : read('name'),
      ...(split ? { firstName: read('firstName'), lastName: read('lastName') } : {}),
      address: {
        line1: read('addressLine1'),
        line2: read('addressLine2') || null,
        city: read('locality'),
        state: read('administrativeArea'),
        postal_code: read('postalCode'),
        country: read('country'),
      },
      ...(fields.has('phone') ? { phone: read('phone') } : {}),
    };
  };
  const entered = () => all().filter((field) => field.name !== 'country');
  const summary = () => {
    const contact = contacts?.chosen();
    if (contact) return { complete: true, isNewAddress: false, value: contact };
    return { complete: isComplete(all()), isNewAddress: true, value: value() };
  };

  return {
    node,
    state: () => ({ elementMode: part(), empty: !contacts?.chosen() && isEmpty(entered()), ...summary() }),
    validate: () => (contacts?.chosen() ? { complete: true, error: null } : verdictOf(all(), words)),
    review() {
      for (const field of contacts?.chosen() ? [] : all()) field.show(field.fault());
    },
    typed,
    take: (before) => draw(before.get('country') ?? home(), before),
    values: summary,
    secrets: () => ({}),
    focus: () => all()[0]?.input.focus(),
    clear() {
      for (const field of entered()) {
        field.put('');
        field.show(null);
      }
      kit.changed();
    },
    update(options) {
      if ('defaultValues' in options) draw(home());
      else if (['fields', 'display', 'allowedCountries', 'validation', 'mode', 'blockPoBox'].some((name) => name in options)) {
        draw(read('country'), typed());
      }
    },
  };
}

/** Fields beside each other. @param {(Field|null)[]} fields */
function row(fields) {
  const there = fields.filter((field) => field !== null);
  if (!there.length) return null;
  return h('div', { class: 'p-Row' }, ...there.map((field) => field.node));
}

/** The region of a language tag, where it names one. @param {string} locale */
const regionOf = (locale) => /-([A-Z]{2})\b/.exec(locale)?.[1];
