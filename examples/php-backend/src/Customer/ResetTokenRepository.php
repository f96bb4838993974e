<?php

declare(strict_types=1);

namespace Shop\Customer;

use Shop\ApiException;
use Shop\Clock;
use Shop\Database;
use Shop\Ids;

/** Password reset tokens: valid once and for a limited time. The database stores only their hashes. */
final readonly class ResetTokenRepository
{
    public function __construct(private Database $db, private int $minutes)
    {
    }

    public function issue(string $customer): string
    {
        $token = Ids::secret();
        $this->db->execute(
            'INSERT INTO reset_tokens (token_hash, customer_id, expires_at) VALUES (?, ?, ?)',
            [Ids::hash($token), $customer, Clock::now("+$this->minutes minutes")],
        );
        return $token;
    }

    /**
     * Return the id of the customer who owns the token, and lock the token until the transaction ends.
     *
     * @throws ApiException auth.tokenInvalid: unknown, expired or used
     */
    public function findOwner(string $token): string
    {
        $row = $this->db->fetchOne(
            'SELECT customer_id FROM reset_tokens WHERE token_hash = ? AND expires_at > ? FOR UPDATE',
            [Ids::hash($token), Clock::now()],
        );
        return $row['customer_id'] ?? throw new ApiException('auth.tokenInvalid', 'This link has expired or was already used.');
    }

    /** Delete all tokens of the customer. */
    public function consume(string $customer): void
    {
        $this->db->execute('DELETE FROM reset_tokens WHERE customer_id = ?', [$customer]);
    }
}
