<?php

/** Class loading and error handling, for every entry point. */

declare(strict_types=1);

// With Composer's vendor/autoload.php the Stripe SDK is used. Without it, this autoloader
// follows the same PSR-4 rule, and the shop uses its built-in Stripe client.
if (is_file(__DIR__ . '/vendor/autoload.php')) {
    require __DIR__ . '/vendor/autoload.php';
} else {
    spl_autoload_register(static function (string $class): void {
        $file = __DIR__ . '/src/' . str_replace('\\', '/', substr($class, strlen('Shop\\'))) . '.php';
        if (str_starts_with($class, 'Shop\\') && is_file($file)) {
            require $file;
        }
    });
}

set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
    if ((error_reporting() & $level & ~(E_DEPRECATED | E_USER_DEPRECATED)) === 0) {
        return false; // Silenced with @, or a deprecation in a dependency.
    }
    throw new ErrorException($message, 0, $level, $file, $line);
});

mb_internal_encoding('UTF-8');
