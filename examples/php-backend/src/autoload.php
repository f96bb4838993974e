<?php

/** Classes of Shop\ by their file's name; warnings become exceptions. */

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Shop\\')) {
        require __DIR__ . '/' . str_replace('\\', '/', substr($class, 5)) . '.php';
    }
});

set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
    throw new ErrorException($message, 0, $level, $file, $line);
});

mb_internal_encoding('UTF-8');
