<?php

declare(strict_types=1);

namespace Shop\Checkout;

use Shop\Money;
use Shop\ShopConfig;

/** Amounts of an order in cents. */
final readonly class Pricing
{
    private function __construct(public int $subtotal, public int $shipping, public int $tax, public int $total)
    {
    }

    public static function of(int $subtotal, ShopConfig $config): self
    {
        $shipping = $subtotal >= $config->shippingFreeFrom ? 0 : $config->shippingFee;
        $tax = Money::share($subtotal, $config->taxBasisPoints);
        return new self($subtotal, $shipping, $tax, $subtotal + $shipping + $tax);
    }
}
