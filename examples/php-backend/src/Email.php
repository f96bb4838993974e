<?php

declare(strict_types=1);

namespace Shop;

/** Email addresses: stored as entered, compared without regard to case. */
final class Email
{
    public static function isValid(mixed $value): bool
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
