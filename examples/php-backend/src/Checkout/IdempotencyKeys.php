<?php

declare(strict_types=1);

namespace Shop\Checkout;

use Shop\ApiException;
use Shop\Database;
use Shop\Ids;
use Shop\Json;
use stdClass;

/** Replays the response to an Idempotency-Key, per session. */
final readonly class IdempotencyKeys
{
    private const LOCK_TIMEOUT_SECONDS = 30;

    public function __construct(private Database $db)
    {
    }

    /**
     * Return the stored response, or run the callback. A second request with the key waits for the first.
     *
     * @return array<string, mixed>
     * @throws ApiException request.idempotencyConflict: the key was used with another body
     */
    public function once(int $sessionId, string $key, stdClass $body, callable $callback): array
    {
        return $this->db->withLock("checkout $sessionId $key", self::LOCK_TIMEOUT_SECONDS, function () use ($sessionId, $key, $body, $callback): array {
            $row = $this->db->fetchOne(
                'SELECT body_hash, response FROM idempotency_keys WHERE session_id = ? AND key_hash = ?',
                [$sessionId, Ids::hash($key)],
            );
            if ($row === null) {
                return $callback();
            }
            if ($row['body_hash'] !== self::fingerprint($body)) {
                throw new ApiException('request.idempotencyConflict', 'This Idempotency-Key was used with another body.');
            }
            return json_decode($row['response'], true, 8, JSON_THROW_ON_ERROR);
        });
    }

    /**
     * Store the response. Call it in the transaction that creates the order, so that a failed attempt leaves the key unused.
     *
     * @param array<string, mixed> $response
     */
    public function store(int $sessionId, string $key, stdClass $body, array $response): void
    {
        $this->db->execute(
            'INSERT INTO idempotency_keys (session_id, key_hash, body_hash, response) VALUES (?, ?, ?, ?)',
            [$sessionId, Ids::hash($key), self::fingerprint($body), Json::text($response)],
        );
    }

    private static function fingerprint(stdClass $body): string
    {
        return Ids::hash(Json::canonical($body));
    }
}
