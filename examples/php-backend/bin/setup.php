<?php

/** Create the database and its tables, and import the catalogue. Existing data stays. */

declare(strict_types=1);

namespace Shop;

use PDO;
use PDOException;

require __DIR__ . '/../bootstrap.php';

$settings = Settings::fromEnvironment();
$server = preg_replace('/;?dbname=[^;]*/', '', $settings->databaseDsn);
if (!preg_match('/dbname=(\w+)/', $settings->databaseDsn, $matches)) {
    fwrite(STDERR, "DATABASE_DSN has no dbname. Add one, for example dbname=shop.\n");
    exit(1);
}
for ($until = microtime(true) + 30;; usleep(50_000)) {
    try {
        (new PDO($server, $settings->databaseUser, $settings->databasePassword))
            ->exec("CREATE DATABASE IF NOT EXISTS $matches[1]");
        break;
    } catch (PDOException $exception) {
        if (microtime(true) > $until) {
            fwrite(STDERR, "The database can't be reached: {$exception->getMessage()}\n");
            exit(1);
        }
    }
}
$app = new App($settings);
foreach (explode(";\n", (string) file_get_contents(__DIR__ . '/../schema.sql')) as $statement) {
    if (trim($statement) !== '') {
        $app->db->pdo()->exec($statement);
    }
}
(new CatalogueSeeder($app))->seed();
