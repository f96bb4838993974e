<?php

declare(strict_types=1);

namespace Shop\Customer;

use Shop\Address;
use Shop\App;
use Shop\Http\Request;
use Shop\Http\Session;

/** /api/customers/me/addresses. Every change returns all addresses. */
final readonly class AddressController
{
    private AddressRepository $addresses;

    public function __construct(private App $app)
    {
        $this->addresses = new AddressRepository($app->db);
    }

    /** @return list<array<string, string>> */
    public function list(Request $request, Session $session): array
    {
        return $this->addresses->listFor($session->requireCustomer());
    }

    /** @return list<array<string, string>> */
    public function add(Request $request, Session $session): array
    {
        $customer = $session->requireCustomer();
        $this->addresses->add($customer, Address::from($request->body()));
        return $this->addresses->listFor($customer);
    }

    /** @return list<array<string, string>> */
    public function update(Request $request, Session $session, string $id): array
    {
        $customer = $session->requireCustomer();
        $changes = $request->body();
        $this->app->db->transaction(function () use ($customer, $changes, $id): void {
            $address = $this->addresses->require($customer, $id);
            foreach (get_object_vars($changes) as $member => $value) {
                $address->$member = $value;
            }
            $this->addresses->update($id, Address::from($address)); // The result is validated as a whole.
        });
        return $this->addresses->listFor($customer);
    }

    /** @return list<array<string, string>> */
    public function remove(Request $request, Session $session, string $id): array
    {
        $customer = $session->requireCustomer();
        $this->app->db->transaction(function () use ($customer, $id): void {
            $this->addresses->require($customer, $id);
            $this->addresses->remove($id);
        });
        return $this->addresses->listFor($customer);
    }
}
