<?php

declare(strict_types=1);

namespace Shop\Customers;

use Shop\Http\Fields;
use Shop\Http\Request;
use Shop\Http\Visit;
use Shop\Ids;
use Shop\Refusal;
use Shop\Shop;
use stdClass;

/** /api/customers: register, log in and out, and the customer's own account. */
final readonly class CustomerEndpoints
{
    private Customers $customers;

    public function __construct(private Shop $shop)
    {
        $this->customers = new Customers($shop->db);
    }

    /** @return array<string, mixed> the new customer, logged in (C-cus-2) */
    public function register(Request $request, Visit $visit): array
    {
        $fields = new Fields($request->body());
        [$email, $name] = [$fields->email('email'), $fields->text('name')];
        [$password, $acceptsMarketing] = [$fields->string('password'), $fields->bool('acceptsMarketing')];
        if ($this->customers->withEmail($email) !== null) {
            throw Customers::taken();
        }
        $hash = Passwords::hash($password);
        $id = Ids::make('cust');
        $this->shop->db->transaction(function () use ($visit, $id, $email, $name, $hash, $acceptsMarketing): void {
            $this->customers->make($id, $email, $name, $hash, $acceptsMarketing);
            $visit->becomes($id);
        });
        return $this->customers->shown($id);
    }

    /** @return array<string, mixed> the customer, logged in (C-cus-2) */
    public function login(Request $request, Visit $visit): array
    {
        $fields = new Fields($request->body());
        [$email, $password] = [$fields->email('email'), $fields->string('password')];
        (new Attempts($this->shop->db, $this->shop->terms->attemptsAMinute))->count('login', $request->ip());
        $customer = $this->customers->withEmail($email);
        if (!Passwords::match($password, $customer['password_hash'] ?? null)) {
            throw new Refusal('auth.invalidCredentials', 'Email and password do not belong together.');
        }
        $this->shop->db->transaction(static fn () => $visit->becomes($customer['id']));
        return $this->customers->shown($customer['id']);
    }

    /** A guest's new session with an empty cart, for a guest too (C-cus-3). */
    public function logout(Request $request, Visit $visit): stdClass
    {
        $visit->ends();
        return new stdClass();
    }

    /** @return array<string, mixed>|null nobody for a guest (C-cus-1) */
    public function me(Request $request, Visit $visit): ?array
    {
        return $visit->customerId() === null ? null : $this->customers->shown($visit->customerId());
    }

    /** @return array<string, mixed> the customer with some members new (C-cus-9) */
    public function update(Request $request, Visit $visit): array
    {
        $id = $visit->customer(); // judged before the body
        $fields = new Fields($request->body());
        foreach (['id', 'createdAt'] as $member) {
            if ($fields->has($member)) {
                throw Refusal::invalid($member, "$member can't be changed.");
            }
        }
        $read = ['email' => $fields->email(...), 'name' => $fields->text(...), 'acceptsMarketing' => $fields->bool(...),
            'defaultAddressId' => $fields->string(...)];
        $changes = [];
        foreach ($read as $member => $value) {
            if ($fields->has($member)) {
                $changes[$member] = $value($member);
            }
        }
        $this->shop->db->transaction(function () use ($id, $changes): void {
            if (isset($changes['defaultAddressId'])) {
                (new AddressBook($this->shop->db))->require($id, $changes['defaultAddressId']);
            }
            $this->customers->change($id, $changes);
        });
        return $this->customers->shown($id);
    }
}
