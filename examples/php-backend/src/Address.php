<?php

declare(strict_types=1);

namespace Shop;

use stdClass;

/** Validation of shipping and billing addresses. */
final class Address
{
    private const REQUIRED = ['name', 'street', 'postalCode', 'city', 'country'];
    private const OPTIONAL = ['company', 'phone'];

    /**
     * Validate an address. `$path` is its path in the body, for error messages.
     *
     * @return array<string, string>
     * @throws ApiException checkout.addressInvalid, whose field is the first invalid member
     */
    public static function from(mixed $input, string $path = ''): array
    {
        if (!$input instanceof stdClass) {
            throw self::invalid($path ?: 'address', 'An address has name, street, postalCode, city and country.');
        }
        $dot = $path === '' ? '' : "$path.";
        $address = [];
        foreach (self::REQUIRED as $member) {
            $value = $input->$member ?? null;
            if (!is_string($value) || Text::isBlank($value)) {
                throw self::invalid($dot . $member, "The address needs a $member.");
            }
            $address[$member] = $value;
        }
        foreach (self::OPTIONAL as $member) {
            if (property_exists($input, $member)) {
                $address[$member] = is_string($input->$member)
                    ? $input->$member
                    : throw self::invalid($dot . $member, "The address's $member must be text.");
            }
        }
        if (!isset(self::countries()[$address['country']])) {
            throw self::invalid($dot . 'country', 'The country must be a code of two capital letters, like DE.');
        }
        return $address;
    }

    /** @return array<string, true> */
    private static function countries(): array
    {
        static $countries = null;
        return $countries ??= require __DIR__ . '/countries.php';
    }

    private static function invalid(string $field, string $message): ApiException
    {
        return new ApiException('checkout.addressInvalid', $message, ['field' => $field]);
    }
}
