<?php

declare(strict_types=1);

namespace Shop\Checkout;

use Shop\Address;
use Shop\Cart\Line;
use Shop\Http\Fields;
use Shop\Refusal;
use Shop\Terms;

/** What somebody wants to buy, judged: cart, then addresses, then stock, then prices (C-chk-4). */
final readonly class Purchase
{
    public Pricing $price;

    /** @var array<string, string> */
    public array $shipping;

    /** @var array<string, string> */
    public array $billing;

    /** @param list<array<string, mixed>> $lines the cart's, each with its product */
    public function __construct(
        public array $lines,
        public string $email,
        public bool $acceptsMarketing,
        Fields $fields,
        Terms $terms,
    ) {
        if ($lines === []) {
            throw self::cartEmpty();
        }
        $this->shipping = Address::from($fields->any('shippingAddress'), 'shippingAddress');
        $billing = $fields->any('billingAddress');
        $this->billing = $billing === null ? $this->shipping : Address::from($billing, 'billingAddress');
        $this->refuseIf(
            static fn (array $line): bool => $line['stock'] < $line['quantity'],
            'checkout.stockChanged',
            'There is less in stock than the cart has.',
        );
        $this->refuseIf(
            static fn (array $line): bool => $line['today'] !== $line['unit_price_cents'],
            'checkout.priceChanged',
            'A price has changed since.',
        );
        $this->price = Pricing::of(array_sum(array_map(Line::total(...), $lines)), $terms);
    }

    public static function cartEmpty(): Refusal
    {
        return new Refusal('checkout.cartEmpty', 'The cart is empty.');
    }

    private function refuseIf(callable $wrong, string $code, string $message): void
    {
        $lines = array_column(array_filter($this->lines, $wrong), 'product_id');
        if ($lines !== []) {
            throw new Refusal($code, $message, ['lines' => $lines]);
        }
    }
}
