<?php

declare(strict_types=1);

namespace Shop\Customers;

use PDOException;
use Shop\Clock;
use Shop\Database;
use Shop\Email;
use Shop\Refusal;

/** The customers' accounts. */
final readonly class Customers
{
    private const COLUMNS = [
        'email' => 'email',
        'name' => 'name',
        'acceptsMarketing' => 'accepts_marketing',
        'defaultAddressId' => 'default_address_id',
    ];

    public function __construct(private Database $db)
    {
    }

    /** @return array<string, mixed>|null */
    public function withEmail(string $email): ?array
    {
        return $this->db->row('SELECT * FROM customers WHERE email_key = ?', [Email::key($email)]);
    }

    /** @return array<string, mixed> a Customer, as the contract has it (C-cus-11) */
    public function shown(string $id): array
    {
        $row = $this->db->row('SELECT * FROM customers WHERE id = ?', [$id]);
        $default = $row['default_address_id'] === null ? [] : ['defaultAddressId' => $row['default_address_id']];
        return [
            'id' => $row['id'],
            'email' => $row['email'],
            'name' => $row['name'],
            'acceptsMarketing' => $row['accepts_marketing'] === 1,
            'createdAt' => Clock::iso($row['created_at']),
        ] + $default;
    }

    /** @throws Refusal auth.emailTaken */
    public function make(string $id, string $email, string $name, string $hash, bool $acceptsMarketing): void
    {
        $this->unlessTaken(fn () => $this->db->change(
            'INSERT INTO customers (id, email, email_key, name, password_hash, accepts_marketing, created_at) '
            . 'VALUES (?, ?, ?, ?, ?, ?, ?)',
            [$id, $email, Email::key($email), $name, $hash, (int) $acceptsMarketing, Clock::now()],
        ));
    }

    /**
     * @param array<string, string|bool> $changes by the contract's names
     * @throws Refusal auth.emailTaken
     */
    public function change(string $id, array $changes): void
    {
        foreach ($changes as $member => $value) {
            $column = self::COLUMNS[$member];
            $this->unlessTaken(fn () => $this->db->change(
                "UPDATE customers SET $column = ? WHERE id = ?",
                [is_bool($value) ? (int) $value : $value, $id],
            ));
            if ($member === 'email') {
                $this->unlessTaken(fn () => $this->db->change(
                    'UPDATE customers SET email_key = ? WHERE id = ?',
                    [Email::key((string) $value), $id],
                ));
            }
        }
    }

    public static function taken(): Refusal
    {
        return new Refusal('auth.emailTaken', 'Somebody has an account with this email.', ['field' => 'email']);
    }

    private function unlessTaken(callable $change): void
    {
        try {
            $change();
        } catch (PDOException $fault) {
            throw Database::isDuplicate($fault) ? self::taken() : $fault;
        }
    }
}
