<?php

declare(strict_types=1);

namespace Shop\Checkout;

use Shop\Money;
use Shop\Terms;

/** What an order costs, in cents (C-ord-4). */
final readonly class Pricing
{
    private function __construct(public int $subtotal, public int $shipping, public int $tax, public int $total)
    {
    }

    public static function of(int $subtotal, Terms $terms): self
    {
        $shipping = $subtotal >= $terms->shippingFreeFrom ? 0 : $terms->shippingFee;
        $tax = Money::share($subtotal, $terms->taxBasisPoints);
        return new self($subtotal, $shipping, $tax, $subtotal + $shipping + $tax);
    }
}
