<?php

declare(strict_types=1);

namespace Shop\Customers;

use Shop\Clock;
use Shop\Database;
use Shop\Email;

/** Mails to send: a table. Have a worker send them, and delete each once it is sent. */
final readonly class Outbox
{
    public function __construct(private Database $db)
    {
    }

    public function resetMail(string $email, string $token): void
    {
        $this->db->change(
            'INSERT INTO outbox (recipient, subject, token, created_at) VALUES (?, ?, ?, ?)',
            [Email::key($email), 'A new password', $token, Clock::now()],
        );
    }

    public function lastToken(string $email): ?string
    {
        $row = $this->db->row('SELECT token FROM outbox WHERE recipient = ? ORDER BY id DESC LIMIT 1', [Email::key($email)]);
        return $row['token'] ?? null;
    }
}
