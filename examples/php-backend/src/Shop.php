<?php

declare(strict_types=1);

namespace Shop;

/** What every endpoint needs, as one value. */
final readonly class Shop
{
    public Database $db;
    public Terms $terms;

    public function __construct(public Settings $settings)
    {
        $this->db = new Database($settings);
        $this->terms = Terms::read($settings->fixtures);
    }
}
