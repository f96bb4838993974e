<?php

declare(strict_types=1);

namespace Shop\Customers;

use Shop\Database;
use Shop\Ids;
use Shop\Json;
use Shop\Refusal;
use stdClass;

/** The addresses of the customers, each with an id of the server's making. */
final readonly class AddressBook
{
    public function __construct(private Database $db)
    {
    }

    /** @return list<array<string, string>> the customer's addresses, oldest first */
    public function of(string $customer): array
    {
        $rows = $this->db->rows('SELECT id, address FROM addresses WHERE customer_id = ? ORDER BY seq', [$customer]);
        return array_map(
            static fn (array $row): array => ['id' => $row['id']] + json_decode($row['address'], true),
            $rows,
        );
    }

    /** @param array<string, string> $address */
    public function add(string $customer, array $address): void
    {
        $this->db->change(
            'INSERT INTO addresses (id, customer_id, address) VALUES (?, ?, ?)',
            [Ids::make('adr'), $customer, Json::text($address)],
        );
    }

    /**
     * The address, locked until the transaction ends.
     *
     * @throws Refusal address.notFound: it is not there, or another customer's (C-cus-10)
     */
    public function require(string $customer, string $id): stdClass
    {
        $known = preg_match('/^adr_[0-9a-f]+$/D', $id) === 1;
        $row = $known ? $this->db->row(
            'SELECT address FROM addresses WHERE id = ? AND customer_id = ? FOR UPDATE',
            [$id, $customer],
        ) : null;
        return json_decode($row['address'] ?? throw new Refusal('address.notFound', 'There is no such address here.'));
    }

    /** @param array<string, string> $address */
    public function change(string $id, array $address): void
    {
        $this->db->change('UPDATE addresses SET address = ? WHERE id = ?', [Json::text($address), $id]);
    }

    /** A removed address is nobody's default any more (C-cus-10). */
    public function remove(string $id): void
    {
        $this->db->change('UPDATE customers SET default_address_id = NULL WHERE default_address_id = ?', [$id]);
        $this->db->change('DELETE FROM addresses WHERE id = ?', [$id]);
    }
}
