<?php

declare(strict_types=1);

namespace Shop\Customer;

use Shop\ApiException;

/** Argon2id password hashes. */
final class PasswordHasher
{
    private const MIN_LENGTH = 10;
    private const COST = ['memory_cost' => 19_456, 'time_cost' => 2, 'threads' => 1];

    /** Verified for unknown emails, so that they take as long as a wrong password. */
    private const DUMMY_HASH = '$argon2id$v=19$m=19456,t=2,p=1$LnpRNjBCcXFNaTFQbkxHWA$nAetdr8Lo3C6Bk2SAWaogBlkphW66taDQ3PA+3Zm2ew';

    /** @throws ApiException auth.passwordWeak */
    public static function hash(string $password): string
    {
        if (mb_strlen($password) < self::MIN_LENGTH) {
            throw new ApiException('auth.passwordWeak', 'A password has ' . self::MIN_LENGTH . ' characters or more.', ['field' => 'password']);
        }
        return password_hash($password, PASSWORD_ARGON2ID, self::COST);
    }

    public static function verify(string $password, ?string $hash): bool
    {
        return password_verify($password, $hash ?? self::DUMMY_HASH) && $hash !== null;
    }
}
