<?php

declare(strict_types=1);

namespace Shop\Payment;

/** PaymentIntents of orders. */
final readonly class PaymentIntents
{
    public function __construct(private StripeGateway $stripe)
    {
    }

    /**
     * Create a PaymentIntent for an order, with every payment method that the account has enabled.
     *
     * @return array<string, mixed>
     */
    public function create(int $cents, string $order, string $email): array
    {
        return $this->stripe->createPaymentIntent([
            'amount' => $cents,
            'currency' => 'eur',
            'automatic_payment_methods' => ['enabled' => 'true'],
            'metadata' => ['orderId' => $order],
            'receipt_email' => $email,
        ], idempotencyKey: $order);
    }

    /** @return array<string, mixed> */
    public function retrieve(string $id): array
    {
        return $this->stripe->retrievePaymentIntent($id);
    }
}
