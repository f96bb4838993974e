<?php

declare(strict_types=1);

namespace Shop\Customers;

use Shop\Http\Fields;
use Shop\Http\Request;
use Shop\Http\Visit;
use Shop\Refusal;
use Shop\Shop;
use stdClass;

/** /api/customers/password: a mail with a token, and a new password for it. */
final readonly class PasswordEndpoints
{
    private ResetTokens $tokens;

    public function __construct(private Shop $shop)
    {
        $this->tokens = new ResetTokens($shop->db, $shop->terms->resetTokenMinutes);
    }

    /** Answered alike, whether there is such a customer or not (C-cus-7). */
    public function reset(Request $request, Visit $visit): stdClass
    {
        $email = (new Fields($request->body()))->email('email');
        (new Attempts($this->shop->db, $this->shop->terms->attemptsAMinute))->count('reset', $request->ip());
        $customer = (new Customers($this->shop->db))->withEmail($email);
        if ($customer !== null) {
            $this->shop->db->transaction(function () use ($customer): void {
                (new Outbox($this->shop->db))->resetMail($customer['email'], $this->tokens->make($customer['id']));
            });
        }
        return new stdClass();
    }

    /** The token is judged before the password, and a weak one does not use it up (C-cus-8). */
    public function confirm(Request $request, Visit $visit): stdClass
    {
        $fields = new Fields($request->body());
        if (!$fields->has('token')) {
            throw new Refusal('auth.tokenInvalid', 'The token is missing.', ['field' => 'token']);
        }
        [$token, $password] = [$fields->string('token'), $fields->string('password')];
        $this->shop->db->transaction(function () use ($visit, $token, $password): void {
            $customer = $this->tokens->owner($token);
            $hash = Passwords::hash($password);
            $this->shop->db->change('UPDATE customers SET password_hash = ? WHERE id = ?', [$hash, $customer]);
            $this->tokens->useUp($customer);
            $this->shop->db->change('DELETE FROM sessions WHERE customer_id = ? AND id <> ?', [$customer, $visit->id()]);
        });
        return new stdClass();
    }
}
