<?php

declare(strict_types=1);

namespace Shop;

/** What is sold: fixtures/catalogue.json, taken into the table `products`. */
final readonly class Catalogue
{
    public function __construct(private Shop $shop)
    {
    }

    /** Takes in what is new; what is there stays, price and stock too. */
    public function seed(): void
    {
        $file = "{$this->shop->settings->fixtures}/catalogue.json";
        foreach (json_decode((string) file_get_contents($file), true, 8, JSON_THROW_ON_ERROR) as $product) {
            $this->shop->db->change(
                'INSERT IGNORE INTO products (id, title, brand, size, category, image, href, price_cents, stock) '
                . 'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
                [
                    $product['id'], $product['title'], $product['brand'], $product['size'], $product['category'],
                    $product['image'], $product['href'], Money::cents($product['price']), $product['stock'],
                ],
            );
        }
    }
}
