<?php

declare(strict_types=1);

namespace Shop\Http;

use Shop\ApiException;
use Shop\App;
use Shop\Json;
use Shop\Settings;
use Throwable;

/** Handles one request: route, session, controller, response or error envelope. */
final class FrontController
{
    private ?Session $session = null;
    private ?App $app = null;

    public function run(): void
    {
        register_shutdown_function($this->handleFatalError(...));
        $request = Request::fromGlobals();
        $headers = [];
        try {
            $this->app = new App(Settings::fromEnvironment());
            $headers = Cors::headers($request->header('Origin'), $this->app->config->origins);
            if ($request->method === 'OPTIONS' && isset($headers['Access-Control-Allow-Origin'])) {
                $this->send(204, null, $headers + Cors::preflightHeaders());
                return;
            }
            $this->send(200, Json::text($this->dispatch($request, $this->app)), $headers);
        } catch (ApiException $exception) {
            $this->send($exception->status, Json::text($exception->envelope()), $headers + $exception->headers);
        } catch (Throwable $exception) {
            error_log(sprintf('%s: %s at %s:%d', $exception::class, $exception->getMessage(), $exception->getFile(), $exception->getLine()));
            $this->send(500, self::serverError(), $headers);
        }
    }

    private function dispatch(Request $request, App $app): mixed
    {
        if ($request->path === Routes::STATES && !$app->settings->providerStates) {
            throw new ApiException('request.notFound', 'This path does not exist.');
        }
        [$class, $function, $names] = Routes::find($request->method, $request->path);
        $usesSession = !in_array($request->path, [Routes::WEBHOOK, Routes::STATES], true);
        $this->session = new Session($app->db, $usesSession ? $request->cookie(Session::COOKIE) : null);
        if ($usesSession && $request->method === 'POST') {
            $this->session->start();
        }
        return (new $class($app))->$function($request, $this->session, ...$names);
    }

    /** @param array<string, string> $headers */
    private function send(int $status, ?string $body, array $headers): void
    {
        http_response_code($status);
        header_remove('X-Powered-By');
        $cookie = $this->session?->cookie($this->app->settings->secureCookie);
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

    /** Send the error envelope for errors that can't be caught, for example out of memory. */
    private function handleFatalError(): void
    {
        $last = error_get_last();
        if ($last !== null && ($last['type'] & (E_ERROR | E_CORE_ERROR | E_COMPILE_ERROR)) && !headers_sent()) {
            $this->send(500, self::serverError(), []);
        }
    }

    private static function serverError(): string
    {
        return '{"error":{"code":"server.error","message":"An internal error occurred. Please try again."}}';
    }
}
