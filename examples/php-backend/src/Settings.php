<?php

declare(strict_types=1);

namespace Shop;

use RuntimeException;

/** What the environment says. */
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
        public bool $contractStates,
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
            contractStates: self::read('CONTRACT_STATES', '0') === '1',
        );
        if ($settings->contractStates && str_contains($settings->stripeSecretKey, '_live_')) {
            throw new RuntimeException('Contract states and a live Stripe key do not go together.');
        }
        return $settings;
    }

    private static function read(string $name, ?string $usual = null): string
    {
        $value = getenv($name);
        if ($value === false || $value === '') {
            return $usual ?? throw new RuntimeException("The environment has no $name.");
        }
        return $value;
    }
}
