<?php

declare(strict_types=1);

namespace Shop\Customer;

use Shop\ApiException;
use Shop\App;
use Shop\Http\Input;
use Shop\Http\Request;
use Shop\Http\Session;
use Shop\Ids;
use stdClass;

/** /api/customers: register, log in and out, and the customer's own account. */
final readonly class CustomerController
{
    private CustomerRepository $customers;

    public function __construct(private App $app)
    {
        $this->customers = new CustomerRepository($app->db);
    }

    /** @return array<string, mixed> the new customer, logged in */
    public function register(Request $request, Session $session): array
    {
        $input = new Input($request->body());
        [$email, $name] = [$input->email('email'), $input->text('name')];
        [$password, $acceptsMarketing] = [$input->string('password'), $input->bool('acceptsMarketing')];
        if ($this->customers->findByEmail($email) !== null) {
            throw CustomerRepository::emailTaken();
        }
        $hash = PasswordHasher::hash($password);
        $id = Ids::generate('cust');
        $this->app->db->transaction(function () use ($session, $id, $email, $name, $hash, $acceptsMarketing): void {
            $this->customers->create($id, $email, $name, $hash, $acceptsMarketing);
            $session->logIn($id);
        });
        return $this->customers->serialize($id);
    }

    /** @return array<string, mixed> the customer, logged in */
    public function login(Request $request, Session $session): array
    {
        $input = new Input($request->body());
        [$email, $password] = [$input->email('email'), $input->string('password')];
        (new RateLimiter($this->app->db, $this->app->config->attemptsPerMinute))->hit('login', $request->ip());
        $customer = $this->customers->findByEmail($email);
        if (!PasswordHasher::verify($password, $customer['password_hash'] ?? null)) {
            throw new ApiException('auth.invalidCredentials', 'Email or password is wrong.');
        }
        $this->app->db->transaction(static fn () => $session->logIn($customer['id']));
        return $this->customers->serialize($customer['id']);
    }

    /** Start a new guest session with an empty cart. */
    public function logout(Request $request, Session $session): stdClass
    {
        $session->restart();
        return new stdClass();
    }

    /** @return array<string, mixed>|null null for a guest */
    public function me(Request $request, Session $session): ?array
    {
        return $session->customerId() === null ? null : $this->customers->serialize($session->customerId());
    }

    /** @return array<string, mixed> the updated customer */
    public function update(Request $request, Session $session): array
    {
        $id = $session->requireCustomer(); // Before the body is read.
        $input = new Input($request->body());
        foreach (['id', 'createdAt'] as $member) {
            if ($input->has($member)) {
                throw ApiException::invalid($member, "$member can't be changed.");
            }
        }
        $read = ['email' => $input->email(...), 'name' => $input->text(...), 'acceptsMarketing' => $input->bool(...),
            'defaultAddressId' => $input->string(...)];
        $changes = [];
        foreach ($read as $member => $value) {
            if ($input->has($member)) {
                $changes[$member] = $value($member);
            }
        }
        $this->app->db->transaction(function () use ($id, $changes): void {
            if (isset($changes['defaultAddressId'])) {
                (new AddressRepository($this->app->db))->require($id, $changes['defaultAddressId']);
            }
            $this->customers->update($id, $changes);
        });
        return $this->customers->serialize($id);
    }
}
