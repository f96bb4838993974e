<?php

declare(strict_types=1);

namespace Shop\Http;

use Shop\Cart\CartEndpoints;
use Shop\Checkout\CheckoutEndpoints;
use Shop\ContractStates;
use Shop\Customers\AddressEndpoints;
use Shop\Customers\CustomerEndpoints;
use Shop\Customers\PasswordEndpoints;
use Shop\Orders\OrderEndpoints;
use Shop\Payment\WebhookEndpoint;
use Shop\Refusal;

/** Which method of which class answers what. */
final class Routes
{
    public const WEBHOOK = '/api/webhooks/stripe';
    public const STATES = '/__contract/state';

    private const TABLE = [
        '/api/cart' => ['GET' => [CartEndpoints::class, 'show'], 'DELETE' => [CartEndpoints::class, 'clear']],
        '/api/cart/items' => ['POST' => [CartEndpoints::class, 'add']],
        '/api/cart/items/{productId}' => [
            'PATCH' => [CartEndpoints::class, 'set'],
            'DELETE' => [CartEndpoints::class, 'remove'],
        ],
        '/api/checkout/intent' => ['POST' => [CheckoutEndpoints::class, 'intent']],
        '/api/checkout/confirm' => ['POST' => [CheckoutEndpoints::class, 'confirm']],
        self::WEBHOOK => ['POST' => [WebhookEndpoint::class, 'receive']],
        '/api/orders' => ['GET' => [OrderEndpoints::class, 'list']],
        '/api/orders/{id}' => ['GET' => [OrderEndpoints::class, 'show']],
        '/api/customers/register' => ['POST' => [CustomerEndpoints::class, 'register']],
        '/api/customers/login' => ['POST' => [CustomerEndpoints::class, 'login']],
        '/api/customers/logout' => ['POST' => [CustomerEndpoints::class, 'logout']],
        '/api/customers/me' => ['GET' => [CustomerEndpoints::class, 'me'], 'PATCH' => [CustomerEndpoints::class, 'update']],
        '/api/customers/me/addresses' => [
            'GET' => [AddressEndpoints::class, 'list'],
            'POST' => [AddressEndpoints::class, 'add'],
        ],
        '/api/customers/me/addresses/{id}' => [
            'PATCH' => [AddressEndpoints::class, 'update'],
            'DELETE' => [AddressEndpoints::class, 'remove'],
        ],
        '/api/customers/password/reset' => ['POST' => [PasswordEndpoints::class, 'reset']],
        '/api/customers/password/confirm' => ['POST' => [PasswordEndpoints::class, 'confirm']],
        self::STATES => ['POST' => [ContractStates::class, 'set']],
    ];

    /**
     * The endpoint, and what stands in its path's braces.
     *
     * @return array{class-string, string, list<string>}
     * @throws Refusal request.notFound, request.methodNotAllowed
     */
    public static function find(string $method, string $path): array
    {
        foreach (self::TABLE as $pattern => $methods) {
            $expression = '#^' . preg_replace('/\{\w+\}/', '([^/]+)', $pattern) . '$#D';
            if (preg_match($expression, $path, $names)) {
                [$class, $function] = $methods[$method === 'HEAD' ? 'GET' : $method] ?? throw new Refusal(
                    'request.methodNotAllowed',
                    "$path takes " . implode(', ', array_keys($methods)) . '.',
                    headers: ['Allow' => implode(', ', array_keys($methods))],
                );
                return [$class, $function, array_map(rawurldecode(...), array_slice($names, 1))];
            }
        }
        throw new Refusal('request.notFound', 'There is nothing at this path.');
    }
}
