// The linkAuthentication element: an email address. Nobody is looked up.

import { h } from './dom.js';
import { emailFault } from './fields/billing.js';
import { createField } from './fields/field.js';
import { verdictOf } from './fields/group.js';

/** @param {import('./kit.js').Kit} kit @returns {import('./kit.js').FrameElement} */
export function createEmail(kit) {
  const field = createField(kit, {
    name: 'email',
    label: kit.words('email'),
    type: 'email',
    autocomplete: 'email',
    placeholder: 'you@example.com',
    value: kit.options.defaultValues?.email ?? '',
    fault: emailFault,
  });
  const text = () => field.text().trim();
  return {
    node: h('fieldset', { class: 'p-Fieldset' }, field.node),
    state: () => ({ empty: !text(), complete: !field.fault(), value: { email: text() } }),
    validate: () => verdictOf([field], kit.words),
    values: () => ({ email: text() }),
    secrets: () => ({}),
    focus: () => field.input.focus(),
    clear() {
      field.put('');
      field.show(null);
      kit.changed();
    },
    update() {},
    typed: () => field.text(),
    take: field.put,
  };
}
