<?php

declare(strict_types=1);

namespace Shop\Order;

use Shop\App;
use Shop\Http\Request;
use Shop\Http\Session;

/** /api/orders. */
final readonly class OrderController
{
    private OrderRepository $orders;

    public function __construct(App $app)
    {
        $this->orders = new OrderRepository($app);
    }

    /** @return array<string, mixed> */
    public function list(Request $request, Session $session): array
    {
        $items = array_map($this->orders->serialize(...), $this->orders->listFor($session));
        return ['items' => $items, 'count' => count($items)];
    }

    /** @return array<string, mixed> */
    public function show(Request $request, Session $session, string $id): array
    {
        return $this->orders->serialize($this->orders->findVisible($id, $session));
    }
}
