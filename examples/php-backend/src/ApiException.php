<?php

declare(strict_types=1);

namespace Shop;

use RuntimeException;

/** An error that the API documents by its code. */
final class ApiException extends RuntimeException
{
    private const STATUS = [
        'address.notFound' => 404,
        'auth.emailTaken' => 409,
        'auth.invalidCredentials' => 401,
        'auth.passwordWeak' => 400,
        'auth.rateLimited' => 429,
        'auth.required' => 401,
        'auth.tokenInvalid' => 400,
        'cart.itemLimit' => 409,
        'cart.quantityInvalid' => 400,
        'checkout.addressInvalid' => 400,
        'checkout.cartEmpty' => 400,
        'checkout.priceChanged' => 409,
        'checkout.stockChanged' => 409,
        'order.notFound' => 404,
        'payment.authRequired' => 402,
        'payment.declined' => 402,
        'product.notFound' => 404,
        'request.idempotencyConflict' => 409,
        'request.invalid' => 400,
        'request.methodNotAllowed' => 405,
        'request.notFound' => 404,
        'request.tooLarge' => 413,
        'request.unsupportedMediaType' => 415,
        'webhook.signatureInvalid' => 400,
    ];

    public readonly int $status;

    /**
     * @param array<string, mixed> $members members beside code and message
     * @param array<string, string> $headers
     */
    public function __construct(
        public readonly string $errorCode,
        string $message,
        public readonly array $members = [],
        public readonly array $headers = [],
    ) {
        parent::__construct($message);
        $this->status = self::STATUS[$errorCode];
    }

    public static function invalid(string $field, string $message): self
    {
        return new self('request.invalid', $message, ['field' => $field]);
    }

    /** @return array<string, mixed> */
    public function envelope(): array
    {
        return ['error' => ['code' => $this->errorCode, 'message' => $this->getMessage()] + $this->members];
    }
}
