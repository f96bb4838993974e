<?php

declare(strict_types=1);

namespace Shop\Customer;

use Shop\ApiException;
use Shop\App;
use Shop\Http\Input;
use Shop\Http\Request;
use Shop\Http\Session;
use stdClass;

/** /api/customers/password: request a reset email, and set a new password. */
final readonly class PasswordController
{
    private ResetTokenRepository $tokens;

    public function __construct(private App $app)
    {
        $this->tokens = new ResetTokenRepository($app->db, $app->config->resetTokenMinutes);
    }

    /** Send a reset email. The response does not reveal whether the account exists. */
    public function reset(Request $request, Session $session): stdClass
    {
        $email = (new Input($request->body()))->email('email');
        (new RateLimiter($this->app->db, $this->app->config->attemptsPerMinute))->hit('reset', $request->ip());
        $customer = (new CustomerRepository($this->app->db))->findByEmail($email);
        if ($customer !== null) {
            $this->app->db->transaction(function () use ($customer): void {
                (new Outbox($this->app->db))->addResetEmail($customer['email'], $this->tokens->issue($customer['id']));
            });
        }
        return new stdClass();
    }

    /** Check the token before the password; a weak password does not consume the token. */
    public function confirm(Request $request, Session $session): stdClass
    {
        $input = new Input($request->body());
        if (!$input->has('token')) {
            throw new ApiException('auth.tokenInvalid', 'The token is missing.', ['field' => 'token']);
        }
        [$token, $password] = [$input->string('token'), $input->string('password')];
        $this->app->db->transaction(function () use ($session, $token, $password): void {
            $customer = $this->tokens->findOwner($token);
            $hash = PasswordHasher::hash($password);
            $this->app->db->execute('UPDATE customers SET password_hash = ? WHERE id = ?', [$hash, $customer]);
            $this->tokens->consume($customer);
            $this->app->db->execute('DELETE FROM sessions WHERE customer_id = ? AND id <> ?', [$customer, $session->id()]);
        });
        return new stdClass();
    }
}
