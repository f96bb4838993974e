<?php

declare(strict_types=1);

namespace Shop\Http;

use Shop\ApiException;
use Shop\Json;
use stdClass;

/** HTTP request. */
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

    /** Return the client address. Behind a proxy, read its header here instead. */
    public function ip(): string
    {
        return (string) ($_SERVER['REMOTE_ADDR'] ?? '');
    }

    /** Return the body as bytes, as webhook signatures need it. */
    public function rawBody(): string
    {
        $tooLarge = static fn () => new ApiException('request.tooLarge', 'The body is larger than 1 MiB.');
        if ((int) ($_SERVER['CONTENT_LENGTH'] ?? 0) > self::LONGEST) {
            throw $tooLarge();
        }
        $raw = (string) file_get_contents('php://input', false, null, 0, self::LONGEST + 1);
        return strlen($raw) <= self::LONGEST ? $raw : throw $tooLarge();
    }

    /** Return the JSON object of the body. A missing Content-Type counts as JSON. */
    public function body(): stdClass
    {
        $type = strtolower((string) ($_SERVER['CONTENT_TYPE'] ?? ''));
        if (!preg_match('#^(application/json\s*(;\s*charset="?utf-8"?\s*)?)?;?$#', trim($type))) {
            throw new ApiException('request.unsupportedMediaType', 'The body must be application/json; charset=utf-8.');
        }
        return Json::object($this->rawBody());
    }
}
