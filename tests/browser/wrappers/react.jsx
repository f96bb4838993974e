// A React shop in strict mode: the payment Element, or the card Element of old.
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { CardElement, Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import { loadStripe } from '@stripe/stripe-js';

const { key, secret, kind } = window.shop;
const promise = loadStripe(key);

function Form() {
  const stripe = useStripe();
  const elements = useElements();
  const [ready, setReady] = useState(false);
  const [result, setResult] = useState('');

  const pay = async (event) => {
    event.preventDefault();
    if (kind === 'card') {
      const payment_method = { card: elements.getElement(CardElement) };
      setResult(await stripe.confirmCardPayment(secret, { payment_method }));
    } else {
      const confirmParams = { return_url: location.href };
      setResult(await stripe.confirmPayment({ elements, confirmParams, redirect: 'if_required' }));
    }
  };

  const field =
    kind === 'card' ? (
      <CardElement options={{ hidePostalCode: true }} onReady={() => setReady(true)} />
    ) : (
      <PaymentElement options={{ layout: 'accordion' }} onReady={() => setReady(true)} />
    );
  return (
    <form onSubmit={pay}>
      {field}
      <button disabled={!stripe || !ready}>Pay</button>
      <output id="result">{result && JSON.stringify(result)}</output>
    </form>
  );
}

function App() {
  const [shown, setShown] = useState(true);
  return (
    <StrictMode>
      <button onClick={() => setShown(!shown)}>Toggle</button>
      {shown && (
        <Elements stripe={promise} options={kind === 'card' ? undefined : { clientSecret: secret }}>
          <Form />
        </Elements>
      )}
    </StrictMode>
  );
}

createRoot(document.querySelector('#app')).render(<App />);
