<?php

declare(strict_types=1);

namespace Shop;

use PDO;
use PDOException;
use RuntimeException;

/** MySQL through PDO: rows, changes, transactions, named locks. */
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
    public function rows(string $sql, array $values = []): array
    {
        $statement = $this->pdo()->prepare($sql);
        $statement->execute($values);
        return $statement->fetchAll();
    }

    /**
     * @param list<int|string|null> $values
     * @return array<string, mixed>|null
     */
    public function row(string $sql, array $values = []): ?array
    {
        return $this->rows($sql, $values)[0] ?? null;
    }

    /**
     * How many rows it found to change.
     *
     * @param list<int|string|null> $values
     */
    public function change(string $sql, array $values = []): int
    {
        $statement = $this->pdo()->prepare($sql);
        $statement->execute($values);
        return $statement->rowCount();
    }

    public function lastId(): int
    {
        return (int) $this->pdo()->lastInsertId();
    }

    /** All of it or nothing. A deadlock is nobody's fault: the work is done again. */
    public function transaction(callable $work): mixed
    {
        for ($try = 1; ; $try++) {
            $this->pdo()->beginTransaction();
            try {
                $result = $work();
                $this->pdo()->commit();
                return $result;
            } catch (\Throwable $fault) {
                if ($this->pdo()->inTransaction()) {
                    $this->pdo()->rollBack();
                }
                $deadlock = $fault instanceof PDOException && in_array($fault->errorInfo[1] ?? 0, self::DEADLOCK, true);
                if (!$deadlock || $try === self::TRIES) {
                    throw $fault;
                }
                usleep(random_int(1_000, 10_000) * $try);
            }
        }
    }

    /** Nobody else does work of this name meanwhile; whoever comes second waits. */
    public function alone(string $name, int $seconds, callable $work): mixed
    {
        $lock = substr(Ids::hash($name), 0, 60); // MySQL's lock names have at most 64 signs
        if ((int) $this->row('SELECT GET_LOCK(?, ?) AS got', [$lock, $seconds])['got'] !== 1) {
            throw new RuntimeException("No lock within $seconds s.");
        }
        try {
            return $work();
        } finally {
            $this->row('SELECT RELEASE_LOCK(?) AS released', [$lock]);
        }
    }

    public static function isDuplicate(PDOException $fault): bool
    {
        return ($fault->errorInfo[1] ?? 0) === 1062;
    }

    public function pdo(): PDO
    {
        return $this->pdo ??= $this->connected();
    }

    private function connected(): PDO
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
