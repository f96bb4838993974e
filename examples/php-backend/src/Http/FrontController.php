<?php

declare(strict_types=1);

namespace Shop\Http;

use Shop\Json;
use Shop\Refusal;
use Shop\Settings;
use Shop\Shop;
use Throwable;

/** One request from start to end: route, session, endpoint, answer; every no in one envelope. */
final class FrontController
{
    private ?Visit $visit = null;
    private ?Shop $shop = null;

    public function run(): void
    {
        register_shutdown_function($this->atTheEnd(...));
        $request = Request::fromGlobals();
        $headers = [];
        try {
            $this->shop = new Shop(Settings::fromEnvironment());
            $headers = Cors::headers($request->header('Origin'), $this->shop->terms->origins);
            if ($request->method === 'OPTIONS' && isset($headers['Access-Control-Allow-Origin'])) {
                $this->send(204, null, $headers + Cors::permissions());
                return;
            }
            $this->send(200, Json::text($this->answer($request, $this->shop)), $headers);
        } catch (Refusal $no) {
            $this->send($no->status, Json::text($no->envelope()), $headers + $no->headers);
        } catch (Throwable $fault) {
            error_log(sprintf('%s: %s at %s:%d', $fault::class, $fault->getMessage(), $fault->getFile(), $fault->getLine()));
            $this->send(500, self::fault(), $headers);
        }
    }

    private function answer(Request $request, Shop $shop): mixed
    {
        if ($request->path === Routes::STATES && !$shop->settings->contractStates) {
            throw new Refusal('request.notFound', 'There is nothing at this path.');
        }
        [$class, $function, $names] = Routes::find($request->method, $request->path);
        $visited = !in_array($request->path, [Routes::WEBHOOK, Routes::STATES], true);
        $this->visit = new Visit($shop->db, $visited ? $request->cookie(Visit::COOKIE) : null);
        if ($visited && $request->method === 'POST') {
            $this->visit->begin();
        }
        return (new $class($shop))->$function($request, $this->visit, ...$names);
    }

    /** @param array<string, string> $headers */
    private function send(int $status, ?string $body, array $headers): void
    {
        http_response_code($status);
        header_remove('X-Powered-By');
        $cookie = $this->visit?->cookie($this->shop->settings->secureCookie);
        $headers += ['X-Content-Type-Options' => 'nosniff', 'Cache-Control' => 'no-store'];
        $headers += $cookie === null ? [] : ['Set-Cookie' => $cookie];
        if ($body !== null) {
            $headers += ['Content-Type' => 'application/json; charset=utf-8', 'Content-Length' => (string) strlen($body)];
        }
        foreach ($headers as $name => $value) {
            header("$name: $value");
        }
        echo $body;
    }

    /** What PHP can't catch, out of memory say, is answered in the envelope too. */
    private function atTheEnd(): void
    {
        $last = error_get_last();
        if ($last !== null && ($last['type'] & (E_ERROR | E_CORE_ERROR | E_COMPILE_ERROR)) && !headers_sent()) {
            $this->send(500, self::fault(), []);
        }
    }

    private static function fault(): string
    {
        return '{"error":{"code":"server.error","message":"The server is at fault. Please try again."}}';
    }
}
