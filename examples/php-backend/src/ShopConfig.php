<?php

declare(strict_types=1);

namespace Shop;

/** Configuration from fixtures/shop.json: caps, tax, shipping. Amounts in cents. */
final readonly class ShopConfig
{
    /** @param list<string> $origins origins that may send credentials */
    private function __construct(
        public int $lineCap,
        public int $cartCap,
        public int $taxBasisPoints,
        public int $shippingFee,
        public int $shippingFreeFrom,
        public string $orderNumberPrefix,
        public int $attemptsPerMinute,
        public int $resetTokenMinutes,
        public array $origins,
    ) {
    }

    public static function read(string $fixtures): self
    {
        $json = json_decode((string) file_get_contents("$fixtures/shop.json"), true, 16, JSON_THROW_ON_ERROR);
        return new self(
            lineCap: $json['caps']['line'],
            cartCap: $json['caps']['cart'],
            taxBasisPoints: (int) round($json['taxPercent'] * 100),
            shippingFee: Money::cents($json['shipping']['fee']),
            shippingFreeFrom: Money::cents($json['shipping']['freeFrom']),
            orderNumberPrefix: $json['orderNumberPrefix'],
            attemptsPerMinute: $json['attemptsAMinute'],
            resetTokenMinutes: $json['resetTokenMinutes'],
            origins: $json['origins'] ?? [],
        );
    }
}
