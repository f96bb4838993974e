<?php

declare(strict_types=1);

namespace Shop\Customers;

use Shop\Refusal;

/** Passwords: ten signs at least, hashed with argon2id (C-cus-4). */
final class Passwords
{
    private const LEAST = 10;
    private const COST = ['memory_cost' => 19_456, 'time_cost' => 2, 'threads' => 1];

    /** Of a password that nobody has: an unknown email takes as long as a wrong password (C-cus-5). */
    private const NOBODYS = '$argon2id$v=19$m=19456,t=2,p=1$LnpRNjBCcXFNaTFQbkxHWA$nAetdr8Lo3C6Bk2SAWaogBlkphW66taDQ3PA+3Zm2ew';

    /** @throws Refusal auth.passwordWeak */
    public static function hash(string $password): string
    {
        if (mb_strlen($password) < self::LEAST) {
            throw new Refusal('auth.passwordWeak', 'A password has ' . self::LEAST . ' signs at least.', ['field' => 'password']);
        }
        return password_hash($password, PASSWORD_ARGON2ID, self::COST);
    }

    public static function match(string $password, ?string $hash): bool
    {
        return password_verify($password, $hash ?? self::NOBODYS) && $hash !== null;
    }
}
