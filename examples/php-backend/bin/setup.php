<?php

/** Makes the database, its tables, and takes the catalogue in. It can be run again: what is there stays. */

declare(strict_types=1);

namespace Shop;

use PDO;
use PDOException;

require __DIR__ . '/../src/autoload.php';

$settings = Settings::fromEnvironment();
$server = preg_replace('/;?dbname=[^;]*/', '', $settings->databaseDsn);
preg_match('/dbname=(\w+)/', $settings->databaseDsn, $found) || exit("DATABASE_DSN names no dbname.\n");
for ($until = microtime(true) + 30; ; usleep(50_000)) {
    try {
        (new PDO($server, $settings->databaseUser, $settings->databasePassword))
            ->exec("CREATE DATABASE IF NOT EXISTS $found[1]");
        break;
    } catch (PDOException $fault) {
        if (microtime(true) > $until) {
            fwrite(STDERR, "The database can't be reached: {$fault->getMessage()}\n");
            exit(1);
        }
    }
}
$shop = new Shop($settings);
foreach (explode(";\n", (string) file_get_contents(__DIR__ . '/../schema.sql')) as $statement) {
    if (trim($statement) !== '') {
        $shop->db->pdo()->exec($statement);
    }
}
(new Catalogue($shop))->seed();
