<?php

declare(strict_types=1);

namespace Shop;

/** Text written by people. */
final class Text
{
    public static function isBlank(string $text): bool
    {
        return preg_match('/[^\s\p{Z}]/u', $text) !== 1;
    }
}
