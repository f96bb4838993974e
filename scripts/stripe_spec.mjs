// The Node SDK's own type declarations as JSON: node scripts/stripe_spec.mjs > declarations.json
// `objects`: a JSON Schema for each object that the API answers, by its `object` member (a deleted
// one: "deleted " before it). `calls`: a JSON Schema of the parameters for each "METHOD /path".
// `sdk`, `openapi`, `version`: of the SDK, of the OpenAPI document that it is generated from, of the API.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const installed = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "tests", "stripe_sim", "node");
const stripe = path.join(installed, "node_modules", "stripe");
const esm = path.join(stripe, "esm");
const ts = createRequire(path.join(installed, "package.json"))("typescript");
const ANYTHING = new Set(["Events:Event.Data.Object", "Events:Event.Data.PreviousAttributes"]);

const walk = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const full = path.join(folder, name);
    return statSync(full).isDirectory() ? walk(full) : full.endsWith(".d.ts") ? [full] : [];
  });
const files = walk(path.join(esm, "resources"));
const program = ts.createProgram(files, {
  strict: true,
  noEmit: true,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  target: ts.ScriptTarget.ES2022,
  types: [],
});
const checker = program.getTypeChecker();
const definitions = {};

const FULL = ts.TypeFormatFlags.UseFullyQualifiedType | ts.TypeFormatFlags.NoTruncation;
// Refunds:Refund.NextAction
const nameOf = (type) =>
  checker
    .typeToString(type, undefined, FULL)
    .replace(/import\("[^"]*\/esm\/(?:resources\/)?([^"]+)"[^)]*\)\./g, "$1:")
    .replace(/\//g, "."); // a slash would be a step in a pointer

// The value of the member `object`, when the type is one of the API's objects.
const noun = (type) => {
  const member = type.getProperty?.("object");
  const of = member && checker.getTypeOfSymbol(member);
  return of?.isStringLiteral() ? of.value : null;
};

const isNothing = (type) => (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Never)) !== 0;

// `shapes`: an object of the API inside another is only said by name; it is checked by itself.
const schema = (type, shapes) => {
  if (type.flags & ts.TypeFlags.Null) return { type: "null" };
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: type.intrinsicName === "true" };
  if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
  if (type.flags & ts.TypeFlags.String) return { type: "string" };
  if (type.flags & ts.TypeFlags.Number) return { type: "number" };
  if (type.flags & ts.TypeFlags.Boolean) return { type: "boolean" };
  if (type.isUnion()) return union(type.types.filter((each) => !isNothing(each)), shapes);
  if (type.isIntersection() && type.types.some((each) => each.flags & ts.TypeFlags.String)) return { other: true };
  if (checker.isArrayType(type)) return { type: "array", items: schema(checker.getTypeArguments(type)[0], shapes) };
  if (type.aliasSymbol?.name === "Decimal") return { type: "string", format: "decimal" };
  if (type.flags & ts.TypeFlags.Void) return { not: {} };
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
  if (shapes && noun(type)) {
    return { type: "object", required: ["object"], properties: { object: { const: noun(type) } } };
  }
  return reference(type, shapes);
};

const union = (types, shapes) => {
  const parts = types.map((each) => schema(each, shapes)).filter((part) => !part.other);
  const words = parts.filter((part) => "const" in part).map((part) => part.const);
  const rest = parts.filter((part) => !("const" in part));
  if (words.length) rest.unshift({ enum: words });
  if (rest.length === 1) return rest[0];
  const plain = rest.every((part) => Object.keys(part).length === 1 && part.type);
  return plain ? { type: rest.map((part) => part.type) } : { anyOf: rest };
};

const reference = (type, shapes) => {
  const name = (shapes ? "" : "Params ") + nameOf(type);
  if (!(name in definitions)) {
    definitions[name] = {};
    Object.assign(definitions[name], members(type, shapes));
  }
  return { $ref: `#/$defs/${encodeURIComponent(name)}` };
};

const members = (type, shapes) => {
  const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (ANYTHING.has(nameOf(type))) return { type: "object" };
  const found = { type: "object", properties: {}, required: [] };
  for (const member of checker.getPropertiesOfType(type)) {
    const of = checker.getTypeOfSymbol(member);
    found.properties[member.name] = schema(of, shapes);
    if (!(member.flags & ts.SymbolFlags.Optional)) found.required.push(member.name);
  }
  found.additionalProperties = index ? schema(index, shapes) : false;
  return found;
};

// ApiList<T> and what else is no resource of its own
const list = {
  type: "object",
  required: ["object", "data", "has_more", "url"],
  properties: {
    object: { const: "list" },
    data: { type: "array" },
    has_more: { type: "boolean" },
    url: { type: "string", pattern: "^/v1/" },
  },
  additionalProperties: false,
};
const search = {
  ...list,
  required: ["object", "data", "has_more", "url"],
  properties: {
    ...list.properties,
    object: { const: "search_result" },
    next_page: { anyOf: [{ type: "string" }, { type: "null" }] },
    total_count: { type: "number" },
  },
};

const objects = { list, search_result: search };
const calls = {};

const declare = (node) => {
  if (!ts.isInterfaceDeclaration(node)) return;
  const type = checker.getTypeAtLocation(node.name);
  const name = noun(type);
  if (!name || node.name.text.endsWith("Params")) return;
  const gone = node.name.text.startsWith("Deleted");
  const key = (gone ? "deleted " : "") + name;
  // EventBase stands for all the kinds of events
  if (key in objects || (name === "event" && node.name.text !== "EventBase")) return;
  objects[key] = members(type, true);
};

// Where a method calls to stands in the JavaScript; what it takes, in the declarations.
const call = (node, source) => {
  if (!ts.isClassDeclaration(node) || !node.name?.text.endsWith("Resource")) return;
  const script = readFileSync(source.fileName.replace(/\.d\.ts$/, ".js"), "utf8");
  const body = script.slice(script.indexOf(`class ${node.name.text} `));
  for (const method of node.members) {
    if (!ts.isMethodDeclaration(method)) continue;
    const at = body.search(new RegExp(`^    ${method.name.getText()}\\(`, "m"));
    const found = at < 0 ? null : /_makeRequest\('(\w+)', ['`]([^'`]+)['`]/.exec(body.slice(at, at + 1500));
    const params = method.parameters.find((each) => each.name.getText() === "params");
    if (!found || !found[2].startsWith("/v1/")) continue;
    const where = `${found[1]} ${found[2].replace(/\$\{[^}]*\}/g, "*").slice(4)}`;
    if (!params) continue;
    const type = checker.getNonNullableType(checker.getTypeAtLocation(params));
    calls[where] ??= schema(type, false);
  }
};

for (const source of program.getSourceFiles()) {
  if (!source.fileName.includes("/stripe/esm/resources/") || source.fileName.includes("/V2/")) continue;
  ts.forEachChild(source, declare);
  ts.forEachChild(source, (node) => call(node, source));
}
const versions = {
  sdk: JSON.parse(readFileSync(path.join(stripe, "package.json"), "utf8")).version,
  openapi: readFileSync(path.join(stripe, "OPENAPI_VERSION"), "utf8").trim(),
  version: /'(.*)'/.exec(readFileSync(path.join(esm, "apiVersion.js"), "utf8"))[1],
};
process.stdout.write(JSON.stringify({ ...versions, objects, calls, definitions }));
