<?php

declare(strict_types=1);

namespace Shop\Cart;

use Shop\Http\Fields;
use Shop\Http\Request;
use Shop\Http\Visit;
use Shop\Shop;

/** /api/cart: every change answers the whole cart (C-cart-1). */
final readonly class CartEndpoints
{
    private Carts $carts;

    public function __construct(private Shop $shop)
    {
        $this->carts = new Carts($shop);
    }

    /** @return array<string, mixed> */
    public function show(Request $request, Visit $visit): array
    {
        foreach ($this->carts->lines($visit->id()) as $line) {
            if ($line['unit_price_cents'] !== $line['today']) {
                return $this->changed($request, $visit, $this->carts->reprice(...));
            }
        }
        return $this->carts->shown($visit->id());
    }

    /** @return array<string, mixed> */
    public function add(Request $request, Visit $visit): array
    {
        $fields = new Fields($request->body());
        $quantity = Quantity::in($fields); // judged before the product (C-cart-5)
        $product = $fields->string('productId');
        return $this->changed($request, $visit, fn (int $session) => $this->carts->add($session, $product, $quantity));
    }

    /** @return array<string, mixed> */
    public function set(Request $request, Visit $visit, string $product): array
    {
        $quantity = Quantity::in(new Fields($request->body()));
        return $this->changed($request, $visit, fn (?int $session) => $this->carts->set($session, $product, $quantity));
    }

    /** @return array<string, mixed> */
    public function remove(Request $request, Visit $visit, string $product): array
    {
        return $this->changed($request, $visit, fn (?int $session) => $this->carts->remove($session, $product));
    }

    /** @return array<string, mixed> */
    public function clear(Request $request, Visit $visit): array
    {
        return $this->changed($request, $visit, $this->carts->clear(...));
    }

    /**
     * The cart after a change; whoever else changes it waits. Without a session there is nothing to change.
     *
     * @return array<string, mixed>
     */
    private function changed(Request $request, Visit $visit, callable $change): array
    {
        return $this->shop->db->transaction(function () use ($request, $visit, $change): array {
            if (!$visit->lock() && $request->method === 'POST') {
                $visit->begin();
            }
            $change($visit->id());
            return $this->carts->shown($visit->id());
        });
    }
}
