<?php

declare(strict_types=1);

namespace Shop\Payment;

use RuntimeException;
use Shop\Settings;

/** Stripe's API over cURL: Stripe itself, or a simulator at STRIPE_URL. */
final readonly class StripeApi
{
    private const VERSION = '2026-06-24.dahlia';
    private const TRIES = 3;

    public function __construct(private Settings $settings)
    {
    }

    /**
     * A PaymentIntent over so many cents, for whatever the Payment Element offers (C-str-1, C-chk-15).
     *
     * @return array<string, mixed>
     */
    public function createIntent(int $cents, string $order, string $email): array
    {
        return $this->ask('POST', '/v1/payment_intents', $order, [
            'amount' => $cents,
            'currency' => 'eur',
            'automatic_payment_methods' => ['enabled' => 'true'],
            'metadata' => ['orderId' => $order],
            'receipt_email' => $email,
        ]);
    }

    /** @return array<string, mixed> the PaymentIntent as it stands at Stripe now */
    public function intent(string $id): array
    {
        return $this->ask('GET', "/v1/payment_intents/$id");
    }

    /**
     * Asked again when the network fails: the idempotency key keeps it from being done twice.
     *
     * @param array<string, mixed> $members
     * @return array<string, mixed>
     */
    private function ask(string $method, string $path, ?string $idempotencyKey = null, array $members = []): array
    {
        for ($try = 1; ; $try++) {
            [$status, $body, $failure] = $this->send($method, $path, $idempotencyKey, $members);
            $answer = json_decode($body, true);
            if ($status === 200 && is_array($answer)) {
                return $answer;
            }
            if ($try === self::TRIES || !($status === 0 || $status === 409 || $status === 429 || $status >= 500)) {
                $words = $answer['error']['message'] ?? $failure;
                throw new RuntimeException("Stripe at {$this->settings->stripeUrl}$path: $status $words");
            }
            usleep(200_000 * $try);
        }
    }

    /**
     * @param array<string, mixed> $members
     * @return array{int, string, string} status (0: no answer), body, what failed
     */
    private function send(string $method, string $path, ?string $idempotencyKey, array $members): array
    {
        $headers = ["Authorization: Bearer {$this->settings->stripeSecretKey}", 'Stripe-Version: ' . self::VERSION];
        if ($idempotencyKey !== null) {
            $headers[] = "Idempotency-Key: $idempotencyKey";
        }
        $curl = curl_init($this->settings->stripeUrl . $path);
        curl_setopt_array($curl, [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_HTTPHEADER => $headers,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_CONNECTTIMEOUT => 5,
            CURLOPT_TIMEOUT => 20,
        ]);
        if ($method === 'POST') {
            curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($members));
        }
        $body = curl_exec($curl);
        return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), is_string($body) ? $body : '', curl_error($curl)];
    }
}
