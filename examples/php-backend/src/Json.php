<?php

declare(strict_types=1);

namespace Shop;

use JsonException;
use stdClass;

/** JSON decoding and encoding. Objects stay `stdClass`, so `{}` and `[]` differ. */
final class Json
{
    private const OUT = JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;

    /** @throws ApiException request.invalid: not JSON, or not an object */
    public static function object(string $raw): stdClass
    {
        try {
            $value = json_decode($raw, false, 64, JSON_THROW_ON_ERROR);
        } catch (JsonException $exception) {
            throw new ApiException('request.invalid', "The body is not JSON: {$exception->getMessage()}.");
        }
        return $value instanceof stdClass ? $value : throw new ApiException('request.invalid', 'The body must be an object.');
    }

    public static function text(mixed $value): string
    {
        return json_encode($value, self::OUT);
    }

    /** Encode a value with sorted keys, so that equal values have equal text. */
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
