<?php

declare(strict_types=1);

namespace Shop\Http;

use Shop\ApiException;
use Shop\Clock;
use Shop\Database;
use Shop\Ids;

/**
 * Session of one request: a row of `sessions`, found by the hash of the cookie's token.
 *
 * The token changes at login and logout. Cart and orders belong to the row's id, which a login keeps.
 */
final class Session
{
    public const COOKIE = 'sid';

    private ?int $id = null;
    private ?string $customerId = null;
    private ?string $newToken = null;

    public function __construct(private readonly Database $db, ?string $token)
    {
        $row = $token === null ? null : $db->fetchOne(
            'SELECT id, customer_id FROM sessions WHERE token_hash = ?',
            [Ids::hash($token)],
        );
        if ($row !== null) {
            [$this->id, $this->customerId] = [$row['id'], $row['customer_id']];
        }
    }

    /** Create the session if there is none. */
    public function start(): void
    {
        if ($this->id !== null) {
            return;
        }
        $this->newToken = Ids::secret();
        $this->db->execute(
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

    /** Return the id of the customer who is logged in, or throw auth.required. */
    public function requireCustomer(): string
    {
        return $this->customerId ?? throw new ApiException('auth.required', 'Log in first.');
    }

    /** Lock the session until the transaction ends. Returns whether it still exists. */
    public function lock(): bool
    {
        $row = $this->id === null ? null : $this->db->fetchOne(
            'SELECT id, customer_id FROM sessions WHERE id = ? FOR UPDATE',
            [$this->id],
        );
        [$this->id, $this->customerId] = [$row['id'] ?? null, $row['customer_id'] ?? null];
        return $row !== null;
    }

    /** Assign the session to a customer under a new token; cart and guest orders stay. */
    public function logIn(string $customerId): void
    {
        if (!$this->lock()) {
            $this->start();
        }
        $this->newToken = Ids::secret();
        $this->customerId = $customerId;
        $this->db->execute(
            'UPDATE sessions SET token_hash = ?, customer_id = ? WHERE id = ?',
            [Ids::hash($this->newToken), $customerId, $this->id],
        );
        $this->db->execute(
            'UPDATE orders SET customer_id = ? WHERE session_id = ? AND customer_id IS NULL',
            [$customerId, $this->id],
        );
    }

    /** Delete the session with its cart and start a new one. */
    public function restart(): void
    {
        $this->db->transaction(fn () => $this->db->execute('DELETE FROM sessions WHERE id = ?', [$this->id]));
        [$this->id, $this->customerId] = [null, null];
        $this->start();
    }

    /** Return the Set-Cookie header if the token is new. */
    public function cookie(bool $secure): ?string
    {
        return $this->newToken === null ? null
            : self::COOKIE . "=$this->newToken; Path=/; HttpOnly; SameSite=Lax" . ($secure ? '; Secure' : '');
    }
}
