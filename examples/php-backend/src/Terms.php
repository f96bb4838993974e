<?php

declare(strict_types=1);

namespace Shop;

/** What fixtures/shop.json says: caps, tax, shipping. Amounts in cents. */
final readonly class Terms
{
    /** @param list<string> $origins pages of other hosts that may send cookies along */
    private function __construct(
        public int $lineCap,
        public int $cartCap,
        public int $taxBasisPoints,
        public int $shippingFee,
        public int $shippingFreeFrom,
        public string $orderNumberPrefix,
        public int $attemptsAMinute,
        public int $resetTokenMinutes,
        public array $origins,
    ) {
    }

    public static function read(string $fixtures): self
    {
        $shop = json_decode((string) file_get_contents("$fixtures/shop.json"), true, 16, JSON_THROW_ON_ERROR);
        return new self(
            lineCap: $shop['caps']['line'],
            cartCap: $shop['caps']['cart'],
            taxBasisPoints: (int) round($shop['taxPercent'] * 100),
            shippingFee: Money::cents($shop['shipping']['fee']),
            shippingFreeFrom: Money::cents($shop['shipping']['freeFrom']),
            orderNumberPrefix: $shop['orderNumberPrefix'],
            attemptsAMinute: $shop['attemptsAMinute'],
            resetTokenMinutes: $shop['resetTokenMinutes'],
            origins: $shop['origins'] ?? [],
        );
    }
}
