<?php

declare(strict_types=1);

namespace Shop\Customers;

use Shop\Clock;
use Shop\Database;
use Shop\Ids;
use Shop\Refusal;

/** Tokens that set a new password: once, within half an hour. The database has their hashes only (C-cus-7). */
final readonly class ResetTokens
{
    public function __construct(private Database $db, private int $minutes)
    {
    }

    public function make(string $customer): string
    {
        $token = Ids::secret();
        $this->db->change(
            'INSERT INTO reset_tokens (token_hash, customer_id, expires_at) VALUES (?, ?, ?)',
            [Ids::hash($token), $customer, Clock::now("+$this->minutes minutes")],
        );
        return $token;
    }

    /**
     * Whose it is. It is locked until the transaction ends: of two who use it at once, one does.
     *
     * @throws Refusal auth.tokenInvalid: unknown, expired or used (C-cus-8)
     */
    public function owner(string $token): string
    {
        $row = $this->db->row(
            'SELECT customer_id FROM reset_tokens WHERE token_hash = ? AND expires_at > ? FOR UPDATE',
            [Ids::hash($token), Clock::now()],
        );
        return $row['customer_id'] ?? throw new Refusal('auth.tokenInvalid', 'This link is used, or too old.');
    }

    /** Using one ends the customer's others. */
    public function useUp(string $customer): void
    {
        $this->db->change('DELETE FROM reset_tokens WHERE customer_id = ?', [$customer]);
    }
}
