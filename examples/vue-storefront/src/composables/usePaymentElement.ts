import { loadStripe, type Stripe, type StripeElements } from '@stripe/stripe-js'
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import type { CheckoutIntent } from '@/api/checkout'

interface PaymentElementOptions {
  intent: CheckoutIntent
  email: string
}

const LIGHT = {
  theme: 'stripe',
  variables: { colorPrimary: '#166534', borderRadius: '8px' },
} as const
const DARK = {
  theme: 'night',
  variables: { colorPrimary: '#4ade80', colorBackground: '#171f1c', borderRadius: '8px' },
} as const

function appearance() {
  return matchMedia('(prefers-color-scheme: dark)').matches ? DARK : LIGHT
}

/** Mount Stripe's Payment Element in `container` and confirm the payment with `pay`. */
export function usePaymentElement(
  container: Readonly<Ref<HTMLElement | null>>,
  { intent, email }: PaymentElementOptions,
) {
  const ready = ref(false)
  const pending = ref(false)
  const message = ref('')
  let stripe: Stripe | null = null
  let elements: StripeElements | undefined

  onMounted(async () => {
    try {
      stripe = await loadStripe(intent.publishableKey)
    } catch {
      message.value = 'Stripe.js can’t be loaded. Is the Stripe simulator running?'
    }
    if (stripe && container.value) mount(stripe, container.value)
  })
  onBeforeUnmount(() => elements?.getElement('payment')?.destroy())

  function mount(instance: Stripe, target: HTMLElement) {
    elements = instance.elements({ clientSecret: intent.clientSecret, appearance: appearance() })
    const payment = elements.create('payment', {
      layout: 'tabs',
      paymentMethodOrder: ['card', 'sepa_debit', 'apple_pay', 'google_pay'],
      defaultValues: { billingDetails: { email } },
    })
    payment.on('ready', () => {
      ready.value = true
    })
    payment.on('loaderror', ({ error }) => {
      message.value = error.message ?? 'The payment form can’t be loaded.'
    })
    payment.mount(target)
  }

  async function pay() {
    if (pending.value || !stripe || !elements) return
    pending.value = true
    message.value = ''
    const returnUrl = new URL('/checkout/return', location.origin)
    returnUrl.searchParams.set('order', intent.orderId)
    // After a success Stripe.js leaves the page for the return URL: a result here is an error.
    const { error } = await stripe.confirmPayment({
      elements,
      confirmParams: { return_url: returnUrl.href },
    })
    message.value = error.message ?? 'The payment did not go through. Please try again.'
    pending.value = false
  }

  return { ready, pending, message, pay }
}
