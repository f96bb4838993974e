<?php

declare(strict_types=1);

namespace Shop\Http;

use Shop\Json;
use Shop\Refusal;
use stdClass;

/** One request, as PHP has it. */
final class Request
{
    private const LONGEST = 1_048_576;

    private function __construct(
        public readonly string $method,
        public readonly string $path,
    ) {
    }

    public static function fromGlobals(): self
    {
        $path = explode('?', (string) $_SERVER['REQUEST_URI'], 2)[0];
        return new self((string) $_SERVER['REQUEST_METHOD'], $path);
    }

    public function header(string $name): ?string
    {
        $value = $_SERVER['HTTP_' . strtoupper(strtr($name, '-', '_'))] ?? null;
        return is_string($value) && $value !== '' ? $value : null;
    }

    public function cookie(string $name): ?string
    {
        $value = $_COOKIE[$name] ?? null;
        return is_string($value) ? $value : null;
    }

    /** The address of who asks. Behind a proxy of yours, read its header here instead. */
    public function ip(): string
    {
        return (string) ($_SERVER['REMOTE_ADDR'] ?? '');
    }

    /** The body byte for byte: what a signature is over. */
    public function raw(): string
    {
        $tooLarge = static fn () => new Refusal('request.tooLarge', 'The body is larger than 1 MiB.');
        if ((int) ($_SERVER['CONTENT_LENGTH'] ?? 0) > self::LONGEST) {
            throw $tooLarge();
        }
        $raw = (string) file_get_contents('php://input', false, null, 0, self::LONGEST + 1);
        return strlen($raw) <= self::LONGEST ? $raw : throw $tooLarge();
    }

    /** The body's object. A body without a Content-Type counts as JSON (C-conv-1). */
    public function body(): stdClass
    {
        $type = strtolower((string) ($_SERVER['CONTENT_TYPE'] ?? ''));
        if (!preg_match('#^(application/json\s*(;\s*charset="?utf-8"?\s*)?)?;?$#', trim($type))) {
            throw new Refusal('request.unsupportedMediaType', 'The body must be application/json; charset=utf-8.');
        }
        return Json::object($this->raw());
    }
}
