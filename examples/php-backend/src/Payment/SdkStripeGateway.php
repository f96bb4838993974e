<?php

declare(strict_types=1);

namespace Shop\Payment;

use Shop\ApiException;
use Shop\Settings;
use Stripe\Exception\SignatureVerificationException;
use Stripe\Stripe;
use Stripe\StripeClient;
use Stripe\WebhookSignature;

/** Stripe through its SDK, stripe/stripe-php. */
final readonly class SdkStripeGateway implements StripeGateway
{
    private StripeClient $client;

    public function __construct(private Settings $settings)
    {
        Stripe::setMaxNetworkRetries(2);
        $this->client = new StripeClient([
            'api_key' => $settings->stripeSecretKey,
            'api_base' => $settings->stripeUrl,
            'stripe_version' => StripeGatewayFactory::API_VERSION,
        ]);
    }

    public function createPaymentIntent(array $params, string $idempotencyKey): array
    {
        return $this->client->paymentIntents->create($params, ['idempotency_key' => $idempotencyKey])->toArray();
    }

    public function retrievePaymentIntent(string $id): array
    {
        return $this->client->paymentIntents->retrieve($id)->toArray();
    }

    public function verifySignature(string $payload, ?string $header): void
    {
        try {
            WebhookSignature::verifyHeader(
                $payload,
                $header ?? '',
                $this->settings->stripeWebhookSecret,
                StripeSignature::TOLERANCE,
            );
        } catch (SignatureVerificationException $exception) {
            throw new ApiException('webhook.signatureInvalid', $exception->getMessage());
        }
    }
}
