<?php

declare(strict_types=1);

namespace Shop\Http;

use Shop\Email;
use Shop\Refusal;
use Shop\Text;
use stdClass;

/** A body's members, each of the type that it must have; request.invalid otherwise. */
final readonly class Fields
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
        return is_string($value) ? $value : throw Refusal::invalid($name, "$name must be text.");
    }

    public function text(string $name): string
    {
        $value = $this->string($name);
        if (Text::isBlank($value) || mb_strlen($value) > self::LONGEST) {
            throw Refusal::invalid($name, "$name must not be blank, nor longer than 1000 signs.");
        }
        return $value;
    }

    public function email(string $name): string
    {
        $value = $this->string($name);
        return Email::isOne($value) ? $value : throw Refusal::invalid($name, "$name must be an email address.");
    }

    public function bool(string $name): bool
    {
        $value = $this->any($name);
        return is_bool($value) ? $value : throw Refusal::invalid($name, "$name must be true or false.");
    }
}
