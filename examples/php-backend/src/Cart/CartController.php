<?php

declare(strict_types=1);

namespace Shop\Cart;

use Shop\App;
use Shop\Http\Input;
use Shop\Http\Request;
use Shop\Http\Session;

/** /api/cart. Every change returns the whole cart. */
final readonly class CartController
{
    private CartRepository $carts;

    public function __construct(private App $app)
    {
        $this->carts = new CartRepository($app);
    }

    /** @return array<string, mixed> */
    public function show(Request $request, Session $session): array
    {
        foreach ($this->carts->lines($session->id()) as $line) {
            if ($line['unit_price_cents'] !== $line['current_price_cents']) {
                return $this->modify($request, $session, $this->carts->updatePrices(...));
            }
        }
        return $this->carts->serialize($session->id());
    }

    /** @return array<string, mixed> */
    public function add(Request $request, Session $session): array
    {
        $input = new Input($request->body());
        $quantity = Quantity::from($input); // Checked before the product.
        $product = $input->string('productId');
        return $this->modify($request, $session, fn (int $sessionId) => $this->carts->add($sessionId, $product, $quantity));
    }

    /** @return array<string, mixed> */
    public function set(Request $request, Session $session, string $product): array
    {
        $quantity = Quantity::from(new Input($request->body()));
        return $this->modify($request, $session, fn (?int $sessionId) => $this->carts->setQuantity($sessionId, $product, $quantity));
    }

    /** @return array<string, mixed> */
    public function remove(Request $request, Session $session, string $product): array
    {
        return $this->modify($request, $session, fn (?int $sessionId) => $this->carts->remove($sessionId, $product));
    }

    /** @return array<string, mixed> */
    public function clear(Request $request, Session $session): array
    {
        return $this->modify($request, $session, $this->carts->clear(...));
    }

    /**
     * Apply a change under a lock on the session and return the cart. Only a POST starts a session.
     *
     * @return array<string, mixed>
     */
    private function modify(Request $request, Session $session, callable $change): array
    {
        return $this->app->db->transaction(function () use ($request, $session, $change): array {
            if (!$session->lock() && $request->method === 'POST') {
                $session->start();
            }
            $change($session->id());
            return $this->carts->serialize($session->id());
        });
    }
}
