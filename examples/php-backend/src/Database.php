<?php

declare(strict_types=1);

namespace Shop;

use PDO;
use PDOException;
use RuntimeException;

/** MySQL through PDO: queries, transactions, named locks. */
final class Database
{
    private const DEADLOCK = [1205, 1213];
    private const TRIES = 6;

    private ?PDO $pdo = null;

    public function __construct(private readonly Settings $settings)
    {
    }

    /**
     * @param list<int|string|null> $values
     * @return list<array<string, mixed>>
     */
    public function fetchAll(string $sql, array $values = []): array
    {
        $statement = $this->pdo()->prepare($sql);
        $statement->execute($values);
        return $statement->fetchAll();
    }

    /**
     * @param list<int|string|null> $values
     * @return array<string, mixed>|null
     */
    public function fetchOne(string $sql, array $values = []): ?array
    {
        return $this->fetchAll($sql, $values)[0] ?? null;
    }

    /**
     * Run a statement and return the number of rows that it matched.
     *
     * @param list<int|string|null> $values
     */
    public function execute(string $sql, array $values = []): int
    {
        $statement = $this->pdo()->prepare($sql);
        $statement->execute($values);
        return $statement->rowCount();
    }

    public function lastId(): int
    {
        return (int) $this->pdo()->lastInsertId();
    }

    /** Run the callback in a transaction; repeat it after a deadlock. */
    public function transaction(callable $callback): mixed
    {
        for ($try = 1;; $try++) {
            $this->pdo()->beginTransaction();
            try {
                $result = $callback();
                $this->pdo()->commit();
                return $result;
            } catch (\Throwable $exception) {
                if ($this->pdo()->inTransaction()) {
                    $this->pdo()->rollBack();
                }
                $deadlock = $exception instanceof PDOException && in_array($exception->errorInfo[1] ?? 0, self::DEADLOCK, true);
                if (!$deadlock || $try === self::TRIES) {
                    throw $exception;
                }
                usleep(random_int(1_000, 10_000) * $try);
            }
        }
    }

    /** Run the callback under a named lock; wait up to `$seconds` for it. */
    public function withLock(string $name, int $seconds, callable $callback): mixed
    {
        $lock = substr(Ids::hash($name), 0, 60); // MySQL allows 64 characters.
        if ((int) $this->fetchOne('SELECT GET_LOCK(?, ?) AS got', [$lock, $seconds])['got'] !== 1) {
            throw new RuntimeException("No lock within $seconds s.");
        }
        try {
            return $callback();
        } finally {
            $this->fetchOne('SELECT RELEASE_LOCK(?) AS released', [$lock]);
        }
    }

    public static function isDuplicate(PDOException $exception): bool
    {
        return ($exception->errorInfo[1] ?? 0) === 1062;
    }

    public function pdo(): PDO
    {
        return $this->pdo ??= $this->connect();
    }

    private function connect(): PDO
    {
        $settings = $this->settings;
        $pdo = new PDO($settings->databaseDsn, $settings->databaseUser, $settings->databasePassword, [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
            PDO::ATTR_EMULATE_PREPARES => false,
            PDO::MYSQL_ATTR_FOUND_ROWS => true,
            PDO::MYSQL_ATTR_INIT_COMMAND => "SET NAMES utf8mb4, SESSION time_zone = '+00:00', "
                . "SESSION sql_mode = 'TRADITIONAL'",
        ]);
        $pdo->exec('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
        return $pdo;
    }
}
