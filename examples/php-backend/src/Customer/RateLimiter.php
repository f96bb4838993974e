<?php

declare(strict_types=1);

namespace Shop\Customer;

use Shop\ApiException;
use Shop\Database;

/** Sliding-window rate limiter: attempts per minute, by kind and IP address. */
final readonly class RateLimiter
{
    private const WINDOW = 60.0;

    public function __construct(private Database $db, private int $most)
    {
    }

    /** @throws ApiException auth.rateLimited, with Retry-After */
    public function hit(string $kind, string $ip): void
    {
        $wait = $this->db->transaction(function () use ($kind, $ip): ?float {
            $this->db->execute("INSERT IGNORE INTO attempts (kind, ip, times) VALUES (?, ?, '[]')", [$kind, $ip]);
            $row = $this->db->fetchOne('SELECT times FROM attempts WHERE kind = ? AND ip = ? FOR UPDATE', [$kind, $ip]);
            $now = microtime(true);
            $recent = array_filter(json_decode($row['times']), static fn (float $at): bool => $at > $now - self::WINDOW);
            if (count($recent) >= $this->most) {
                return min($recent) + self::WINDOW - $now;
            }
            $times = json_encode([...$recent, $now], JSON_PRESERVE_ZERO_FRACTION);
            $this->db->execute('UPDATE attempts SET times = ? WHERE kind = ? AND ip = ?', [$times, $kind, $ip]);
            return null;
        });
        if ($wait !== null) {
            $headers = ['Retry-After' => (string) max(1, (int) ceil($wait))];
            throw new ApiException('auth.rateLimited', 'Too many attempts. Please wait a minute.', headers: $headers);
        }
    }
}
