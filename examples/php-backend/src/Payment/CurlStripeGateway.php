<?php

declare(strict_types=1);

namespace Shop\Payment;

use RuntimeException;
use Shop\Settings;

/** Stripe over cURL, for installations without Composer. */
final readonly class CurlStripeGateway implements StripeGateway
{
    private const ATTEMPTS = 3;

    public function __construct(private Settings $settings)
    {
    }

    public function createPaymentIntent(array $params, string $idempotencyKey): array
    {
        return $this->request('POST', '/v1/payment_intents', $params, ["Idempotency-Key: $idempotencyKey"]);
    }

    public function retrievePaymentIntent(string $id): array
    {
        return $this->request('GET', "/v1/payment_intents/$id");
    }

    public function verifySignature(string $payload, ?string $header): void
    {
        StripeSignature::verify($payload, $header, $this->settings->stripeWebhookSecret, time());
    }

    /**
     * Send a request and retry it after network failures, conflicts, rate limits and server errors.
     *
     * @param array<string, mixed> $params
     * @param list<string> $headers
     * @return array<string, mixed>
     */
    private function request(string $method, string $path, array $params = [], array $headers = []): array
    {
        for ($attempt = 1;; $attempt++) {
            [$status, $body, $failure] = $this->send($method, $path, $params, $headers);
            $response = json_decode($body, true);
            if ($status === 200 && is_array($response)) {
                return $response;
            }
            $retryable = in_array($status, [0, 409, 429], true) || $status >= 500;
            if (!$retryable || $attempt === self::ATTEMPTS) {
                $message = $response['error']['message'] ?? $failure;
                throw new RuntimeException("Stripe at {$this->settings->stripeUrl}$path: $status $message");
            }
            usleep(200_000 * $attempt);
        }
    }

    /**
     * @param array<string, mixed> $params
     * @param list<string> $headers
     * @return array{int, string, string} status (0 without a response), body, cURL's error
     */
    private function send(string $method, string $path, array $params, array $headers): array
    {
        $curl = curl_init($this->settings->stripeUrl . $path);
        curl_setopt_array($curl, [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_HTTPHEADER => [
                "Authorization: Bearer {$this->settings->stripeSecretKey}",
                'Stripe-Version: ' . StripeGatewayFactory::API_VERSION,
                ...$headers,
            ],
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_CONNECTTIMEOUT => 5,
            CURLOPT_TIMEOUT => 20,
        ]);
        if ($method === 'POST') {
            curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($params));
        }
        $body = curl_exec($curl);
        return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), is_string($body) ? $body : '', curl_error($curl)];
    }
}
