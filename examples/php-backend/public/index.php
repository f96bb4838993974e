<?php

/** Entry point of every request. */

declare(strict_types=1);

namespace Shop;

require __DIR__ . '/../bootstrap.php';

(new Http\FrontController())->run();
