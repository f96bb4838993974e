<?php

declare(strict_types=1);

namespace Shop\Checkout;

use Shop\Cart\Carts;
use Shop\Http\Fields;
use Shop\Http\Request;
use Shop\Http\Visit;
use Shop\Ids;
use Shop\Money;
use Shop\Orders\Orders;
use Shop\Payment\StripeApi;
use Shop\Refusal;
use Shop\Shop;
use stdClass;

/** /api/checkout: an order to pay, and how its payment went. */
final readonly class CheckoutEndpoints
{
    private const CLOSED = ['paid', 'refunded', 'cancelled'];

    private StripeApi $stripe;
    private Orders $orders;
    private Idempotency $idempotency;

    public function __construct(private Shop $shop)
    {
        $this->stripe = new StripeApi($shop->settings);
        $this->orders = new Orders($shop);
        $this->idempotency = new Idempotency($shop->db);
    }

    /** @return array<string, mixed> a CheckoutIntent */
    public function intent(Request $request, Visit $visit): array
    {
        $body = $request->body();
        $fields = new Fields($body);
        [$email, $acceptsMarketing] = [$fields->email('email'), $fields->bool('acceptsMarketing')];
        $key = $request->header('Idempotency-Key');
        $make = fn (): array => $this->made($visit, $body, $email, $acceptsMarketing, $key);
        return $key === null ? $make() : $this->idempotency->once($visit->id(), $key, $body, $make);
    }

    /** @return array<string, mixed> the order as it stands: nothing here changes it (C-chk-6, C-chk-7) */
    public function confirm(Request $request, Visit $visit): array
    {
        $id = (new Fields($request->body()))->string('orderId');
        $order = $this->orders->visible($id, $visit);
        if (in_array($order['status'], self::CLOSED, true)) {
            return $this->orders->shown($order);
        }
        $intent = $this->stripe->intent($order['payment_intent']);
        $order = $this->orders->visible($id, $visit); // the webhook may have come meanwhile
        if (in_array($order['status'], self::CLOSED, true)) {
            return $this->orders->shown($order);
        }
        if ($intent['status'] === 'requires_action') {
            throw new Refusal('payment.authRequired', 'The bank wants the payment to be authenticated first.');
        }
        $declined = $order['status'] === 'failed' || ($intent['last_payment_error'] ?? null) !== null;
        if ($declined && in_array($intent['status'], ['requires_payment_method', 'requires_confirmation'], true)) {
            throw new Refusal('payment.declined', 'The payment was declined. Another card may work.');
        }
        return $this->orders->shown($order);
    }

    /** @return array<string, mixed> */
    private function made(Visit $visit, stdClass $body, string $email, bool $acceptsMarketing, ?string $key): array
    {
        $lines = (new Carts($this->shop))->lines($visit->id());
        $purchase = new Purchase($lines, $email, $acceptsMarketing, new Fields($body), $this->shop->terms);
        $id = Ids::make('ord');
        // Stripe is asked outside of any transaction: nobody waits for it but this buyer.
        $intent = $this->stripe->createIntent($purchase->price->total, $id, $email);
        $answer = [
            'orderId' => $id,
            'clientSecret' => $intent['client_secret'],
            'publishableKey' => $this->shop->settings->stripePublishableKey,
            'amount' => Money::euros($purchase->price->total),
            'currency' => 'eur',
        ];
        $this->shop->db->transaction(function () use ($visit, $body, $key, $purchase, $id, $intent, $answer): void {
            if (!$visit->lock()) {
                throw Purchase::cartEmpty(); // the session ended meanwhile, and its cart with it
            }
            $this->orders->make($id, $purchase, $visit, $intent['id']);
            if ($key !== null) {
                $this->idempotency->remember($visit->id(), $key, $body, $answer);
            }
        });
        return $answer;
    }
}
