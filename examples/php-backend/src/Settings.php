<?php

declare(strict_types=1);

namespace Shop;

use RuntimeException;

/** Settings from environment variables. */
final readonly class Settings
{
    private function __construct(
        public string $databaseDsn,
        public string $databaseUser,
        public string $databasePassword,
        public string $stripeUrl,
        public string $stripeSecretKey,
        public string $stripePublishableKey,
        public string $stripeWebhookSecret,
        public string $fixtures,
        public bool $secureCookie,
        public bool $providerStates,
    ) {
    }

    public static function fromEnvironment(): self
    {
        $settings = new self(
            databaseDsn: self::read('DATABASE_DSN'),
            databaseUser: self::read('DATABASE_USER', 'root'),
            databasePassword: self::read('DATABASE_PASSWORD', ''),
            stripeUrl: rtrim(self::read('STRIPE_URL', 'https://api.stripe.com'), '/'),
            stripeSecretKey: self::read('STRIPE_SECRET_KEY'),
            stripePublishableKey: self::read('STRIPE_PUBLISHABLE_KEY'),
            stripeWebhookSecret: self::read('STRIPE_WEBHOOK_SECRET'),
            fixtures: self::read('FIXTURES', dirname(__DIR__, 3) . '/fixtures'),
            secureCookie: self::read('SECURE_COOKIE', '0') === '1',
            providerStates: self::read('PROVIDER_STATES', self::read('CONTRACT_STATES', '0')) === '1',
        );
        if ($settings->providerStates && str_contains($settings->stripeSecretKey, '_live_')) {
            throw new RuntimeException('Provider states are not available with a live Stripe key.');
        }
        return $settings;
    }

    private static function read(string $name, ?string $usual = null): string
    {
        $value = getenv($name);
        if ($value === false || $value === '') {
            return $usual ?? throw new RuntimeException("The environment variable $name is not set.");
        }
        return $value;
    }
}
