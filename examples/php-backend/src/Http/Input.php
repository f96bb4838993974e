<?php

declare(strict_types=1);

namespace Shop\Http;

use Shop\ApiException;
use Shop\Email;
use Shop\Text;
use stdClass;

/** Typed access to the members of a JSON body; a wrong type throws request.invalid. */
final readonly class Input
{
    private const LONGEST = 1_000;

    public function __construct(private stdClass $body)
    {
    }

    public function has(string $name): bool
    {
        return property_exists($this->body, $name);
    }

    public function any(string $name): mixed
    {
        return $this->body->$name ?? null;
    }

    public function string(string $name): string
    {
        $value = $this->any($name);
        return is_string($value) ? $value : throw ApiException::invalid($name, "$name must be text.");
    }

    public function text(string $name): string
    {
        $value = $this->string($name);
        if (Text::isBlank($value) || mb_strlen($value) > self::LONGEST) {
            throw ApiException::invalid($name, "$name must not be blank, nor longer than 1000 characters.");
        }
        return $value;
    }

    public function email(string $name): string
    {
        $value = $this->string($name);
        return Email::isValid($value) ? $value : throw ApiException::invalid($name, "$name must be an email address.");
    }

    public function bool(string $name): bool
    {
        $value = $this->any($name);
        return is_bool($value) ? $value : throw ApiException::invalid($name, "$name must be true or false.");
    }
}
