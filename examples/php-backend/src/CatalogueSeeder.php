<?php

declare(strict_types=1);

namespace Shop;

/** Imports fixtures/catalogue.json into the table `products`. */
final readonly class CatalogueSeeder
{
    public function __construct(private App $app)
    {
    }

    /** Insert new products. Existing rows keep their price and stock. */
    public function seed(): void
    {
        $file = "{$this->app->settings->fixtures}/catalogue.json";
        foreach (json_decode((string) file_get_contents($file), true, 8, JSON_THROW_ON_ERROR) as $product) {
            $this->app->db->execute(
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
