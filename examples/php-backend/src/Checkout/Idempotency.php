<?php

declare(strict_types=1);

namespace Shop\Checkout;

use Shop\Database;
use Shop\Ids;
use Shop\Json;
use Shop\Refusal;
use stdClass;

/** The same Idempotency-Key in the same session is answered the same, once (C-chk-14). */
final readonly class Idempotency
{
    private const LONGEST_WAIT = 30;

    public function __construct(private Database $db)
    {
    }

    /**
     * The stored answer, or that of the work; who comes second waits for the first.
     *
     * @return array<string, mixed>
     * @throws Refusal request.idempotencyConflict: the key came with another body
     */
    public function once(int $session, string $key, stdClass $body, callable $work): array
    {
        return $this->db->alone("checkout $session $key", self::LONGEST_WAIT, function () use ($session, $key, $body, $work): array {
            $row = $this->db->row(
                'SELECT body_hash, answer FROM idempotency_keys WHERE session_id = ? AND key_hash = ?',
                [$session, Ids::hash($key)],
            );
            if ($row === null) {
                return $work();
            }
            if ($row['body_hash'] !== self::fingerprint($body)) {
                throw new Refusal('request.idempotencyConflict', 'This Idempotency-Key came with another body.');
            }
            return json_decode($row['answer'], true, 8, JSON_THROW_ON_ERROR);
        });
    }

    /**
     * Within the transaction that makes the order: both or neither. A failed attempt leaves the key unused.
     *
     * @param array<string, mixed> $answer
     */
    public function remember(int $session, string $key, stdClass $body, array $answer): void
    {
        $this->db->change(
            'INSERT INTO idempotency_keys (session_id, key_hash, body_hash, answer) VALUES (?, ?, ?, ?)',
            [$session, Ids::hash($key), self::fingerprint($body), Json::text($answer)],
        );
    }

    private static function fingerprint(stdClass $body): string
    {
        return Ids::hash(Json::canonical($body));
    }
}
