<?php

/** Every request comes in here: under `php -S`, and under a web server that rewrites to it. */

declare(strict_types=1);

namespace Shop;

require __DIR__ . '/../src/autoload.php';

(new Http\FrontController())->run();
