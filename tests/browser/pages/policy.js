const form = document.querySelector('#form');
const stripe = Stripe(form.dataset.key);
const elements = stripe.elements({ clientSecret: form.dataset.secret });
elements.create('payment').mount('#payment');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const result = await stripe.confirmPayment({ elements, redirect: 'if_required' });
  document.querySelector('#result').textContent = JSON.stringify(result);
});
