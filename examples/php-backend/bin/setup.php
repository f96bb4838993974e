<?php

/** Makes the tables and takes the catalogue in. It can be run again: what is there stays. */

declare(strict_types=1);

namespace Shop;

use PDOException;

require __DIR__ . '/../src/autoload.php';

$shop = new Shop(Settings::fromEnvironment());
for ($until = microtime(true) + 30; ; usleep(50_000)) {
    try {
        $shop->db->pdo();
        break;
    } catch (PDOException $fault) {
        if (microtime(true) > $until) {
            fwrite(STDERR, "The database can't be reached: {$fault->getMessage()}\n");
            exit(1);
        }
    }
}
foreach (explode(";\n", (string) file_get_contents(__DIR__ . '/../schema.sql')) as $statement) {
    if (trim($statement) !== '') {
        $shop->db->pdo()->exec($statement);
    }
}
(new Catalogue($shop))->seed();
