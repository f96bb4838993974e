<?php

declare(strict_types=1);

namespace Shop\Checkout;

use Shop\Address;
use Shop\ApiException;
use Shop\Cart\LineSerializer;
use Shop\Http\Input;
use Shop\ShopConfig;

/** A validated purchase: checks the cart, then the addresses, stock and prices. */
final readonly class Purchase
{
    public Pricing $price;

    /** @var array<string, string> */
    public array $shipping;

    /** @var array<string, string> */
    public array $billing;

    /** @param list<array<string, mixed>> $lines cart lines joined with products */
    public function __construct(
        public array $lines,
        public string $email,
        public bool $acceptsMarketing,
        Input $input,
        ShopConfig $config,
    ) {
        if ($lines === []) {
            throw self::cartEmpty();
        }
        $this->shipping = Address::from($input->any('shippingAddress'), 'shippingAddress');
        $billing = $input->any('billingAddress');
        $this->billing = $billing === null ? $this->shipping : Address::from($billing, 'billingAddress');
        $this->rejectIf(
            static fn (array $line): bool => $line['stock'] < $line['quantity'],
            'checkout.stockChanged',
            'Some items are no longer in stock in this quantity.',
        );
        $this->rejectIf(
            static fn (array $line): bool => $line['current_price_cents'] !== $line['unit_price_cents'],
            'checkout.priceChanged',
            'A price has changed since the item was added.',
        );
        $this->price = Pricing::of(array_sum(array_map(LineSerializer::total(...), $lines)), $config);
    }

    public static function cartEmpty(): ApiException
    {
        return new ApiException('checkout.cartEmpty', 'The cart is empty.');
    }

    private function rejectIf(callable $wrong, string $code, string $message): void
    {
        $lines = array_column(array_filter($this->lines, $wrong), 'product_id');
        if ($lines !== []) {
            throw new ApiException($code, $message, ['lines' => $lines]);
        }
    }
}
