<?php

declare(strict_types=1);

namespace Shop\Orders;

use Shop\Http\Request;
use Shop\Http\Visit;
use Shop\Shop;

/** /api/orders: what became of a checkout. */
final readonly class OrderEndpoints
{
    private Orders $orders;

    public function __construct(Shop $shop)
    {
        $this->orders = new Orders($shop);
    }

    /** @return array<string, mixed> */
    public function list(Request $request, Visit $visit): array
    {
        $items = array_map($this->orders->shown(...), $this->orders->of($visit));
        return ['items' => $items, 'count' => count($items)];
    }

    /** @return array<string, mixed> */
    public function show(Request $request, Visit $visit, string $id): array
    {
        return $this->orders->shown($this->orders->visible($id, $visit));
    }
}
