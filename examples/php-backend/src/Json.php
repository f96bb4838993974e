<?php

declare(strict_types=1);

namespace Shop;

use JsonException;
use stdClass;

/** JSON in and out. Objects stay objects: `{}` and `[]` are not the same. */
final class Json
{
    private const OUT = JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;

    /** @throws Refusal request.invalid: it is no JSON, or no object */
    public static function object(string $raw): stdClass
    {
        try {
            $value = json_decode($raw, false, 64, JSON_THROW_ON_ERROR);
        } catch (JsonException $fault) {
            throw new Refusal('request.invalid', "The body is not JSON: {$fault->getMessage()}.");
        }
        return $value instanceof stdClass ? $value : throw new Refusal('request.invalid', 'The body must be an object.');
    }

    public static function text(mixed $value): string
    {
        return json_encode($value, self::OUT);
    }

    /** The same text for the same value, in whatever order its members came. */
    public static function canonical(mixed $value): string
    {
        if ($value instanceof stdClass) {
            $members = get_object_vars($value);
            ksort($members, SORT_STRING);
            return '{' . implode(',', array_map(
                static fn ($name, $it) => self::text((string) $name) . ':' . self::canonical($it),
                array_keys($members),
                $members,
            )) . '}';
        }
        return is_array($value) ? '[' . implode(',', array_map(self::canonical(...), $value)) . ']' : self::text($value);
    }
}
