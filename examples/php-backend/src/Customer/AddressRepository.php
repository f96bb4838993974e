<?php

declare(strict_types=1);

namespace Shop\Customer;

use Shop\ApiException;
use Shop\Database;
use Shop\Ids;
use Shop\Json;
use stdClass;

/** Saved addresses of customers. */
final readonly class AddressRepository
{
    public function __construct(private Database $db)
    {
    }

    /** @return list<array<string, string>> the customer's addresses, oldest first */
    public function listFor(string $customer): array
    {
        $rows = $this->db->fetchAll('SELECT id, address FROM addresses WHERE customer_id = ? ORDER BY seq', [$customer]);
        return array_map(
            static fn (array $row): array => ['id' => $row['id']] + json_decode($row['address'], true),
            $rows,
        );
    }

    /** @param array<string, string> $address */
    public function add(string $customer, array $address): void
    {
        $this->db->execute(
            'INSERT INTO addresses (id, customer_id, address) VALUES (?, ?, ?)',
            [Ids::generate('adr'), $customer, Json::text($address)],
        );
    }

    /**
     * Return the address and lock it until the transaction ends.
     *
     * @throws ApiException address.notFound: missing, or another customer's
     */
    public function require(string $customer, string $id): stdClass
    {
        $known = preg_match('/^adr_[0-9a-f]+$/D', $id) === 1;
        $row = $known ? $this->db->fetchOne(
            'SELECT address FROM addresses WHERE id = ? AND customer_id = ? FOR UPDATE',
            [$id, $customer],
        ) : null;
        return json_decode($row['address'] ?? throw new ApiException('address.notFound', 'This address does not exist.'));
    }

    /** @param array<string, string> $address */
    public function update(string $id, array $address): void
    {
        $this->db->execute('UPDATE addresses SET address = ? WHERE id = ?', [Json::text($address), $id]);
    }

    /** Remove an address; it stops being the default. */
    public function remove(string $id): void
    {
        $this->db->execute('UPDATE customers SET default_address_id = NULL WHERE default_address_id = ?', [$id]);
        $this->db->execute('DELETE FROM addresses WHERE id = ?', [$id]);
    }
}
