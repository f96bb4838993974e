<?php

declare(strict_types=1);

namespace Shop\Customer;

use Shop\Clock;
use Shop\Database;
use Shop\Email;

/** Emails to send. A worker of yours sends each row and deletes it. */
final readonly class Outbox
{
    public function __construct(private Database $db)
    {
    }

    public function addResetEmail(string $email, string $token): void
    {
        $this->db->execute(
            'INSERT INTO outbox (recipient, subject, token, created_at) VALUES (?, ?, ?, ?)',
            [Email::key($email), 'Reset your password', $token, Clock::now()],
        );
    }

    public function lastToken(string $email): ?string
    {
        $row = $this->db->fetchOne('SELECT token FROM outbox WHERE recipient = ? ORDER BY id DESC LIMIT 1', [Email::key($email)]);
        return $row['token'] ?? null;
    }
}
