<?php

declare(strict_types=1);

namespace Shop\Http;

use Shop\Clock;
use Shop\Database;
use Shop\Ids;
use Shop\Refusal;

/**
 * The session of one request: a row in `sessions`, found by the hash of the cookie's token.
 *
 * The token changes at login and logout; cart and orders hang on the row's id, which a login keeps.
 */
final class Visit
{
    public const COOKIE = 'sid';

    private ?int $id = null;
    private ?string $customerId = null;
    private ?string $newToken = null;

    public function __construct(private readonly Database $db, ?string $token)
    {
        $row = $token === null ? null : $db->row(
            'SELECT id, customer_id FROM sessions WHERE token_hash = ?',
            [Ids::hash($token)],
        );
        if ($row !== null) {
            [$this->id, $this->customerId] = [$row['id'], $row['customer_id']];
        }
    }

    /** Make the session, if there is none: with the first POST (C-conv-2). */
    public function begin(): void
    {
        if ($this->id !== null) {
            return;
        }
        $this->newToken = Ids::secret();
        $this->db->change(
            'INSERT INTO sessions (token_hash, cart_changed_at) VALUES (?, ?)',
            [Ids::hash($this->newToken), Clock::now()],
        );
        $this->id = $this->db->lastId();
    }

    public function id(): ?int
    {
        return $this->id;
    }

    public function customerId(): ?string
    {
        return $this->customerId;
    }

    /** Who is logged in (C-cus-10). */
    public function customer(): string
    {
        return $this->customerId ?? throw new Refusal('auth.required', 'Log in first.');
    }

    /** Within a transaction: whoever else changes this session waits. Whether it is still there. */
    public function lock(): bool
    {
        $row = $this->id === null ? null : $this->db->row(
            'SELECT id, customer_id FROM sessions WHERE id = ? FOR UPDATE',
            [$this->id],
        );
        [$this->id, $this->customerId] = [$row['id'] ?? null, $row['customer_id'] ?? null];
        return $row !== null;
    }

    /** The customer's from now on, under a new token; cart and guest orders stay (C-cus-2). */
    public function becomes(string $customerId): void
    {
        if (!$this->lock()) {
            $this->begin();
        }
        $this->newToken = Ids::secret();
        $this->customerId = $customerId;
        $this->db->change(
            'UPDATE sessions SET token_hash = ?, customer_id = ? WHERE id = ?',
            [Ids::hash($this->newToken), $customerId, $this->id],
        );
        $this->db->change(
            'UPDATE orders SET customer_id = ? WHERE session_id = ? AND customer_id IS NULL',
            [$customerId, $this->id],
        );
    }

    /** A guest's new session; the old one and its cart are gone (C-cus-3). */
    public function ends(): void
    {
        $this->db->transaction(fn () => $this->db->change('DELETE FROM sessions WHERE id = ?', [$this->id]));
        [$this->id, $this->customerId] = [null, null];
        $this->begin();
    }

    /** The Set-Cookie header, if the token is new. */
    public function cookie(bool $secure): ?string
    {
        return $this->newToken === null ? null
            : self::COOKIE . "=$this->newToken; Path=/; HttpOnly; SameSite=Lax" . ($secure ? '; Secure' : '');
    }
}
