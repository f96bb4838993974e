<?php

declare(strict_types=1);

namespace Shop\Payment;

use Shop\Refusal;

/** Stripe-Signature: HMAC-SHA256 of `t.payload` with the endpoint's secret, in any of the v1 (C-chk-8). */
final class StripeSignature
{
    private const TOLERANCE = 300;

    /** @throws Refusal webhook.signatureInvalid */
    public static function verify(string $payload, ?string $header, string $secret, int $now): void
    {
        [$time, $signatures] = ['', []];
        foreach (explode(',', $header ?? '') as $item) {
            [$name, $value] = explode('=', $item, 2) + [1 => ''];
            if ($name === 't') {
                $time = $value;
            } elseif ($name === 'v1') {
                $signatures[] = $value;
            }
        }
        if (!preg_match('/^\d{1,12}$/D', $time) || abs($now - (int) $time) > self::TOLERANCE) {
            throw new Refusal('webhook.signatureInvalid', 'The signature has no time, or one too far away.');
        }
        $expected = hash_hmac('sha256', "$time.$payload", $secret);
        foreach ($signatures as $signature) {
            if (hash_equals($expected, $signature)) {
                return;
            }
        }
        throw new Refusal('webhook.signatureInvalid', 'The signature is not of this payload.');
    }
}
