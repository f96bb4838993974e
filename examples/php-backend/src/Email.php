<?php

declare(strict_types=1);

namespace Shop;

/** An email address, kept as it was written and compared without regard to case (C-cus-9). */
final class Email
{
    public static function isOne(mixed $value): bool
    {
        return is_string($value)
            && !str_contains($value, '"')
            && filter_var($value, FILTER_VALIDATE_EMAIL) !== false;
    }

    public static function key(string $email): string
    {
        return mb_strtolower($email);
    }
}
