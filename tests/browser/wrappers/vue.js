// A Vue shop: the payment Element deferred, kept in refs as people keep it.
import { createApp, h, ref } from 'vue';
import { StripeElement, StripeElements } from 'vue-stripe-js';

const { key, secret } = window.shop;

createApp({
  setup() {
    const group = ref(null);
    const events = ref([]);
    const result = ref('');
    const pay = async (event) => {
      event.preventDefault();
      const { instance, elements } = group.value;
      const { error } = await elements.submit();
      const confirmParams = { return_url: location.href };
      const params = { elements, clientSecret: secret, confirmParams, redirect: 'if_required' };
      result.value = error ? { error } : await instance.confirmPayment(params);
    };
    const note = (name) => () => events.value.push(name);
    return () =>
      h('form', { onSubmit: pay }, [
        h(
          StripeElements,
          {
            ref: group,
            stripeKey: key,
            instanceOptions: {},
            elementsOptions: { mode: 'payment', amount: 2000, currency: 'eur' },
          },
          {
            default: () =>
              h(StripeElement, {
                type: 'payment',
                options: {},
                onReady: note('ready'),
                onChange: note('change'),
              }),
          },
        ),
        h('button', 'Pay'),
        h('output', { id: 'events' }, events.value.join(' ')),
        h('output', { id: 'result' }, result.value && JSON.stringify(result.value)),
      ]);
  },
}).mount('#app');
