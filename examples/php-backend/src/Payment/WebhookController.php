<?php

declare(strict_types=1);

namespace Shop\Payment;

use Shop\App;
use Shop\Http\Request;
use Shop\Http\Session;
use Shop\Json;
use stdClass;

/** POST /api/webhooks/stripe. Only a webhook marks an order as paid. */
final readonly class WebhookController
{
    private const OUTCOMES = [
        'payment_intent.succeeded' => 'succeeded',
        'payment_intent.payment_failed' => 'failed',
        'payment_intent.canceled' => 'canceled',
        'charge.refunded' => 'refunded',
    ];

    public function __construct(private App $app)
    {
    }

    /** @return array<string, mixed> */
    public function receive(Request $request, Session $session): array
    {
        $payload = $request->rawBody();
        StripeGatewayFactory::create($this->app->settings)->verifySignature($payload, $request->header('Stripe-Signature'));
        $event = Json::object($payload);
        $outcome = self::OUTCOMES[is_string($event->type ?? null) ? $event->type : ''] ?? null;
        $subject = $event->data->object ?? null;
        if ($outcome !== null && $subject instanceof stdClass) {
            $this->handle($outcome, $subject);
        }
        return ['received' => true]; // Unknown events are acknowledged too, or Stripe resends them.
    }

    private function handle(string $outcome, stdClass $subject): void
    {
        if ($outcome === 'refunded' && ($subject->refunded ?? false) !== true) {
            return; // A partial refund leaves the order paid.
        }
        $intent = $outcome === 'refunded' ? $subject->payment_intent ?? null : $subject->id ?? null;
        $intent = $intent instanceof stdClass ? $intent->id ?? null : $intent; // Stripe may send it expanded.
        if (is_string($intent)) {
            (new PaymentService($this->app))->apply($intent, $outcome);
        }
    }
}
