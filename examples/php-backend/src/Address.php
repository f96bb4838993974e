<?php

declare(strict_types=1);

namespace Shop;

use stdClass;

/** Where a parcel or a bill goes (C-chk-3). */
final class Address
{
    private const REQUIRED = ['name', 'street', 'postalCode', 'city', 'country'];
    private const OPTIONAL = ['company', 'phone'];

    /**
     * The address in what was sent; `$at` is where in the body it stands.
     *
     * @return array<string, string>
     * @throws Refusal checkout.addressInvalid, whose field is the first member at fault
     */
    public static function from(mixed $given, string $at = ''): array
    {
        if (!$given instanceof stdClass) {
            throw self::invalid($at ?: 'address', 'An address has name, street, postalCode, city and country.');
        }
        $dot = $at === '' ? '' : "$at.";
        $address = [];
        foreach (self::REQUIRED as $member) {
            $value = $given->$member ?? null;
            if (!is_string($value) || Text::isBlank($value)) {
                throw self::invalid($dot . $member, "The address needs a $member.");
            }
            $address[$member] = $value;
        }
        foreach (self::OPTIONAL as $member) {
            if (property_exists($given, $member)) {
                $address[$member] = is_string($given->$member)
                    ? $given->$member
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

    private static function invalid(string $field, string $message): Refusal
    {
        return new Refusal('checkout.addressInvalid', $message, ['field' => $field]);
    }
}
