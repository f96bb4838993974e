<?php

declare(strict_types=1);

namespace Shop;

/** Dependencies of the controllers. */
final readonly class App
{
    public Database $db;
    public ShopConfig $config;

    public function __construct(public Settings $settings)
    {
        $this->db = new Database($settings);
        $this->config = ShopConfig::read($settings->fixtures);
    }
}
