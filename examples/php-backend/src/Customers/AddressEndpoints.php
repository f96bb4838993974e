<?php

declare(strict_types=1);

namespace Shop\Customers;

use Shop\Address;
use Shop\Http\Request;
use Shop\Http\Visit;
use Shop\Shop;

/** /api/customers/me/addresses: every change answers them all. */
final readonly class AddressEndpoints
{
    private AddressBook $book;

    public function __construct(private Shop $shop)
    {
        $this->book = new AddressBook($shop->db);
    }

    /** @return list<array<string, string>> */
    public function list(Request $request, Visit $visit): array
    {
        return $this->book->of($visit->customer());
    }

    /** @return list<array<string, string>> */
    public function add(Request $request, Visit $visit): array
    {
        $customer = $visit->customer();
        $this->book->add($customer, Address::from($request->body()));
        return $this->book->of($customer);
    }

    /** @return list<array<string, string>> */
    public function update(Request $request, Visit $visit, string $id): array
    {
        $customer = $visit->customer();
        $changes = $request->body();
        $this->shop->db->transaction(function () use ($customer, $changes, $id): void {
            $address = $this->book->require($customer, $id);
            foreach (get_object_vars($changes) as $member => $value) {
                $address->$member = $value;
            }
            $this->book->change($id, Address::from($address)); // what comes out must be one as a whole
        });
        return $this->book->of($customer);
    }

    /** @return list<array<string, string>> */
    public function remove(Request $request, Visit $visit, string $id): array
    {
        $customer = $visit->customer();
        $this->shop->db->transaction(function () use ($customer, $id): void {
            $this->book->require($customer, $id);
            $this->book->remove($id);
        });
        return $this->book->of($customer);
    }
}
