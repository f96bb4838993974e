<?php

declare(strict_types=1);

namespace Shop\Payment;

use Shop\Http\Request;
use Shop\Http\Visit;
use Shop\Json;
use Shop\Shop;
use stdClass;

/** POST /api/webhooks/stripe: the only thing that makes an order paid (C-chk-6). */
final readonly class WebhookEndpoint
{
    private const HAPPENED = [
        'payment_intent.succeeded' => 'succeeded',
        'payment_intent.payment_failed' => 'failed',
        'payment_intent.canceled' => 'canceled',
        'charge.refunded' => 'refunded',
    ];

    public function __construct(private Shop $shop)
    {
    }

    /** @return array<string, mixed> */
    public function receive(Request $request, Visit $visit): array
    {
        $payload = $request->raw();
        $secret = $this->shop->settings->stripeWebhookSecret;
        StripeSignature::verify($payload, $request->header('Stripe-Signature'), $secret, time());
        $event = Json::object($payload);
        $happened = self::HAPPENED[is_string($event->type ?? null) ? $event->type : ''] ?? null;
        $subject = $event->data->object ?? null;
        if ($happened !== null && $subject instanceof stdClass) {
            $this->settle($happened, $subject);
        }
        return ['received' => true]; // what means nothing here is taken all the same (C-chk-12)
    }

    private function settle(string $happened, stdClass $subject): void
    {
        if ($happened === 'refunded' && ($subject->refunded ?? false) !== true) {
            return; // a part of the money went back: the order stays paid (C-chk-11)
        }
        $intent = $happened === 'refunded' ? $subject->payment_intent ?? null : $subject->id ?? null;
        $intent = $intent instanceof stdClass ? $intent->id ?? null : $intent; // an expanded one
        if (is_string($intent)) {
            (new Settlement($this->shop))->happens($intent, $happened);
        }
    }
}
