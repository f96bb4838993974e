<?php

declare(strict_types=1);

namespace Shop\Checkout;

use Shop\ApiException;
use Shop\App;
use Shop\Cart\CartRepository;
use Shop\Http\Input;
use Shop\Http\Request;
use Shop\Http\Session;
use Shop\Ids;
use Shop\Money;
use Shop\Order\OrderRepository;
use Shop\Payment\PaymentIntents;
use Shop\Payment\StripeGatewayFactory;
use stdClass;

/** /api/checkout: create an order with its PaymentIntent, and report its payment. */
final readonly class CheckoutController
{
    private const CLOSED = ['paid', 'refunded', 'cancelled'];

    private PaymentIntents $paymentIntents;
    private OrderRepository $orders;
    private IdempotencyKeys $idempotency;

    public function __construct(private App $app)
    {
        $this->paymentIntents = new PaymentIntents(StripeGatewayFactory::create($app->settings));
        $this->orders = new OrderRepository($app);
        $this->idempotency = new IdempotencyKeys($app->db);
    }

    /** @return array<string, mixed> a CheckoutIntent */
    public function intent(Request $request, Session $session): array
    {
        $body = $request->body();
        $input = new Input($body);
        [$email, $acceptsMarketing] = [$input->email('email'), $input->bool('acceptsMarketing')];
        $key = $request->header('Idempotency-Key');
        $create = fn (): array => $this->create($session, $body, $email, $acceptsMarketing, $key);
        return $key === null ? $create() : $this->idempotency->once($session->id(), $key, $body, $create);
    }

    /** @return array<string, mixed> the order; confirm never changes it */
    public function confirm(Request $request, Session $session): array
    {
        $id = (new Input($request->body()))->string('orderId');
        $order = $this->orders->findVisible($id, $session);
        if (in_array($order['status'], self::CLOSED, true)) {
            return $this->orders->serialize($order);
        }
        $intent = $this->paymentIntents->retrieve($order['payment_intent']);
        $order = $this->orders->findVisible($id, $session); // The webhook may have arrived meanwhile.
        if (in_array($order['status'], self::CLOSED, true)) {
            return $this->orders->serialize($order);
        }
        if ($intent['status'] === 'requires_action') {
            throw new ApiException('payment.authRequired', 'The bank requires authentication of this payment.');
        }
        $declined = $order['status'] === 'failed' || ($intent['last_payment_error'] ?? null) !== null;
        if ($declined && in_array($intent['status'], ['requires_payment_method', 'requires_confirmation'], true)) {
            throw new ApiException('payment.declined', 'The payment was declined. Another card may work.');
        }
        return $this->orders->serialize($order);
    }

    /** @return array<string, mixed> */
    private function create(Session $session, stdClass $body, string $email, bool $acceptsMarketing, ?string $key): array
    {
        $lines = (new CartRepository($this->app))->lines($session->id());
        $purchase = new Purchase($lines, $email, $acceptsMarketing, new Input($body), $this->app->config);
        $id = Ids::generate('ord');
        // Outside of the transaction, so that no lock is held during the call to Stripe.
        $intent = $this->paymentIntents->create($purchase->price->total, $id, $email);
        $response = [
            'orderId' => $id,
            'clientSecret' => $intent['client_secret'],
            'publishableKey' => $this->app->settings->stripePublishableKey,
            'amount' => Money::euros($purchase->price->total),
            'currency' => 'eur',
        ];
        $this->app->db->transaction(function () use ($session, $body, $key, $purchase, $id, $intent, $response): void {
            if (!$session->lock()) {
                throw Purchase::cartEmpty(); // The session ended meanwhile.
            }
            $this->orders->create($id, $purchase, $session, $intent['id']);
            if ($key !== null) {
                $this->idempotency->store($session->id(), $key, $body, $response);
            }
        });
        return $response;
    }
}
