<?php

declare(strict_types=1);

namespace Shop\Payment;

/** The parts of Stripe that the shop uses. */
interface StripeGateway
{
    /**
     * @param array<string, mixed> $params
     * @return array<string, mixed> the PaymentIntent
     */
    public function createPaymentIntent(array $params, string $idempotencyKey): array;

    /** @return array<string, mixed> the current PaymentIntent */
    public function retrievePaymentIntent(string $id): array;

    /** @throws \Shop\ApiException webhook.signatureInvalid */
    public function verifySignature(string $payload, ?string $header): void;
}
