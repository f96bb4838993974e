<?php

declare(strict_types=1);

namespace Shop\Http;

use Shop\ApiException;
use Shop\Cart\CartController;
use Shop\Checkout\CheckoutController;
use Shop\Customer\AddressController;
use Shop\Customer\CustomerController;
use Shop\Customer\PasswordController;
use Shop\Order\OrderController;
use Shop\Payment\WebhookController;
use Shop\ProviderStates;

/** Routing table. */
final class Routes
{
    public const WEBHOOK = '/api/webhooks/stripe';
    public const STATES = '/__contract/state';

    private const TABLE = [
        '/api/cart' => ['GET' => [CartController::class, 'show'], 'DELETE' => [CartController::class, 'clear']],
        '/api/cart/items' => ['POST' => [CartController::class, 'add']],
        '/api/cart/items/{productId}' => [
            'PATCH' => [CartController::class, 'set'],
            'DELETE' => [CartController::class, 'remove'],
        ],
        '/api/checkout/intent' => ['POST' => [CheckoutController::class, 'intent']],
        '/api/checkout/confirm' => ['POST' => [CheckoutController::class, 'confirm']],
        self::WEBHOOK => ['POST' => [WebhookController::class, 'receive']],
        '/api/orders' => ['GET' => [OrderController::class, 'list']],
        '/api/orders/{id}' => ['GET' => [OrderController::class, 'show']],
        '/api/customers/register' => ['POST' => [CustomerController::class, 'register']],
        '/api/customers/login' => ['POST' => [CustomerController::class, 'login']],
        '/api/customers/logout' => ['POST' => [CustomerController::class, 'logout']],
        '/api/customers/me' => ['GET' => [CustomerController::class, 'me'], 'PATCH' => [CustomerController::class, 'update']],
        '/api/customers/me/addresses' => [
            'GET' => [AddressController::class, 'list'],
            'POST' => [AddressController::class, 'add'],
        ],
        '/api/customers/me/addresses/{id}' => [
            'PATCH' => [AddressController::class, 'update'],
            'DELETE' => [AddressController::class, 'remove'],
        ],
        '/api/customers/password/reset' => ['POST' => [PasswordController::class, 'reset']],
        '/api/customers/password/confirm' => ['POST' => [PasswordController::class, 'confirm']],
        self::STATES => ['POST' => [ProviderStates::class, 'set']],
    ];

    /**
     * Return the controller, its method and the path parameters.
     *
     * @return array{class-string, string, list<string>}
     * @throws ApiException request.notFound, request.methodNotAllowed
     */
    public static function find(string $method, string $path): array
    {
        foreach (self::TABLE as $pattern => $methods) {
            $expression = '#^' . preg_replace('/\{\w+\}/', '([^/]+)', $pattern) . '$#D';
            if (preg_match($expression, $path, $names)) {
                [$class, $function] = $methods[$method === 'HEAD' ? 'GET' : $method] ?? throw new ApiException(
                    'request.methodNotAllowed',
                    "$path allows " . implode(', ', array_keys($methods)) . '.',
                    headers: ['Allow' => implode(', ', array_keys($methods))],
                );
                return [$class, $function, array_map(rawurldecode(...), array_slice($names, 1))];
            }
        }
        throw new ApiException('request.notFound', 'This path does not exist.');
    }
}
