<?php

declare(strict_types=1);

namespace Shop\Customer;

use PDOException;
use Shop\ApiException;
use Shop\Clock;
use Shop\Database;
use Shop\Email;

/** Customer accounts. */
final readonly class CustomerRepository
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
    public function findByEmail(string $email): ?array
    {
        return $this->db->fetchOne('SELECT * FROM customers WHERE email_key = ?', [Email::key($email)]);
    }

    /** @return array<string, mixed> a Customer */
    public function serialize(string $id): array
    {
        $row = $this->db->fetchOne('SELECT * FROM customers WHERE id = ?', [$id]);
        $default = $row['default_address_id'] === null ? [] : ['defaultAddressId' => $row['default_address_id']];
        return [
            'id' => $row['id'],
            'email' => $row['email'],
            'name' => $row['name'],
            'acceptsMarketing' => $row['accepts_marketing'] === 1,
            'createdAt' => Clock::iso($row['created_at']),
        ] + $default;
    }

    /** @throws ApiException auth.emailTaken */
    public function create(string $id, string $email, string $name, string $hash, bool $acceptsMarketing): void
    {
        $this->rejectDuplicate(fn () => $this->db->execute(
            'INSERT INTO customers (id, email, email_key, name, password_hash, accepts_marketing, created_at) '
            . 'VALUES (?, ?, ?, ?, ?, ?, ?)',
            [$id, $email, Email::key($email), $name, $hash, (int) $acceptsMarketing, Clock::now()],
        ));
    }

    /**
     * @param array<string, string|bool> $changes keyed by JSON name
     * @throws ApiException auth.emailTaken
     */
    public function update(string $id, array $changes): void
    {
        foreach ($changes as $member => $value) {
            $column = self::COLUMNS[$member];
            $this->rejectDuplicate(fn () => $this->db->execute(
                "UPDATE customers SET $column = ? WHERE id = ?",
                [is_bool($value) ? (int) $value : $value, $id],
            ));
            if ($member === 'email') {
                $this->rejectDuplicate(fn () => $this->db->execute(
                    'UPDATE customers SET email_key = ? WHERE id = ?',
                    [Email::key((string) $value), $id],
                ));
            }
        }
    }

    public static function emailTaken(): ApiException
    {
        return new ApiException('auth.emailTaken', 'An account with this email already exists.', ['field' => 'email']);
    }

    private function rejectDuplicate(callable $change): void
    {
        try {
            $change();
        } catch (PDOException $exception) {
            throw Database::isDuplicate($exception) ? self::emailTaken() : $exception;
        }
    }
}
