// openapi-backend as a mock server on Node's own http: node openapi_backend.mjs DOCUMENT PORT
import http from "node:http";
import fs from "node:fs";
import yaml from "js-yaml";
import { OpenAPIBackend } from "openapi-backend";

const [document, port] = process.argv.slice(2);
const api = new OpenAPIBackend({
  definition: yaml.load(fs.readFileSync(document, "utf8")),
  quick: true,
});
api.register({
  notFound: (c, req, res) => send(res, 404, { error: "not found" }),
  validationFail: (c, req, res) => send(res, 400, { error: c.validation.errors }),
  notImplemented: (c, req, res) => {
    const { status, mock } = c.api.mockResponseForOperation(c.operation.operationId);
    return send(res, status, mock);
  },
});
api.registerSecurityHandler?.("session", () => true);
await api.init();

function send(res, status, body) {
  res.writeHead(status, { "content-type": "application/json" });
  res.end(JSON.stringify(body));
}

http
  .createServer((req, res) => {
    const chunks = [];
    req.on("data", (chunk) => chunks.push(chunk));
    req.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      api
        .handleRequest(
          { method: req.method, path: req.url, headers: req.headers, body: text ? JSON.parse(text) : undefined },
          req,
          res,
        )
        .catch((fault) => send(res, 500, { error: String(fault) }));
    });
  })
  .listen(Number(port), "127.0.0.1");
