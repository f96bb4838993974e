<?php

declare(strict_types=1);

namespace Shop\Payment;

use Shop\Settings;
use Stripe\StripeClient;

/** Chooses the SDK if Composer has installed it, and the built-in client otherwise. */
final class StripeGatewayFactory
{
    public const API_VERSION = '2026-06-24.dahlia';

    public static function create(Settings $settings): StripeGateway
    {
        return class_exists(StripeClient::class) ? new SdkStripeGateway($settings) : new CurlStripeGateway($settings);
    }
}
