// The package discord-api-spec publishes Discord's OpenAPI document as Zod schemas (the bodies) and as types of
// TypeScript (the routes). This makes one document of it again, beside itself, in the folder with the packages.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";
import * as z from "zod";

const COMPONENTS = "#/components/schemas/";
const PUBLISHED = new URL("node_modules/discord-api-spec/build/", import.meta.url);

async function componentSchemas() {
  // By its own name, older versions of Node take it for a CommonJS module.
  const module = new URL("schemas.mjs", import.meta.url);
  copyFileSync(new URL("discord-api-spec.zod.js", PUBLISHED), module);
  const zodSchemas = await import(module);
  const registry = z.registry();
  for (const [name, schema] of Object.entries(zodSchemas)) {
    if (schema?._zod) registry.add(schema, { id: name.replace(/Schema$/, "") });
  }
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => COMPONENTS + id, unrepresentable: "any" });
  for (const schema of Object.values(schemas)) {
    delete schema.$id;
    delete schema.$schema;
  }
  return schemas;
}

const KEYWORDS = new Map([
  [ts.SyntaxKind.StringKeyword, { type: "string" }],
  [ts.SyntaxKind.NumberKeyword, { type: "number" }],
  [ts.SyntaxKind.BooleanKeyword, { type: "boolean" }],
  [ts.SyntaxKind.UnknownKeyword, {}],
]);

function literal(node) {
  if (node.literal.kind === ts.SyntaxKind.NullKeyword) return { type: "null" };
  return { const: ts.isNumericLiteral(node.literal) ? Number(node.literal.text) : node.literal.text };
}

function schemaOf(node) {
  if (KEYWORDS.has(node.kind)) return KEYWORDS.get(node.kind);
  if (ts.isParenthesizedTypeNode(node)) return schemaOf(node.type);
  if (ts.isLiteralTypeNode(node)) return literal(node);
  if (ts.isArrayTypeNode(node)) return { type: "array", items: schemaOf(node.elementType) };
  if (ts.isUnionTypeNode(node)) return { anyOf: node.types.map(schemaOf) };
  if (ts.isIntersectionTypeNode(node)) return { allOf: node.types.map(schemaOf) };
  if (ts.isTypeLiteralNode(node)) return objectOf(node);
  if (ts.isTypeReferenceNode(node)) return referenceTo(node);
  throw new Error(`No schema is known for ${node.getText()}.`);
}

function referenceTo(node) {
  const name = node.typeName.getText();
  if (name === "Record") return { type: "object", additionalProperties: schemaOf(node.typeArguments[1]) };
  return { $ref: COMPONENTS + name };
}

function objectOf(node) {
  const members = node.members.filter(ts.isPropertySignature);
  return {
    type: "object",
    properties: Object.fromEntries(members.map((member) => [member.name.text, schemaOf(member.type)])),
    required: members.filter((member) => !member.questionToken).map((member) => member.name.text),
    additionalProperties: false,
  };
}

function member(node, name) {
  return node.members.find((one) => one.name.text === name)?.type;
}

const isAbsent = (node) =>
  !node || [ts.SyntaxKind.NeverKeyword, ts.SyntaxKind.UndefinedKeyword].includes(node.kind);

function operation(node) {
  const query = member(member(node, "parameters"), "query");
  const body = member(node, "requestBody");
  return {
    query: isAbsent(query) ? objectOf({ members: [] }) : schemaOf(query),
    body: isAbsent(body) ? null : schemaOf(body),
  };
}

function paths() {
  const types = readFileSync(new URL("discord-api-spec.ts", PUBLISHED), "utf8");
  const source = ts.createSourceFile("types.ts", types, ts.ScriptTarget.Latest, true);
  const declared = source.statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === "Paths");
  return Object.fromEntries(
    declared.members.map((path) => [
      path.name.text,
      Object.fromEntries(path.type.members.map((one) => [one.name.text, operation(one.type)])),
    ]),
  );
}

const document = { paths: paths(), components: { schemas: await componentSchemas() } };
writeFileSync(new URL("document.json", import.meta.url), JSON.stringify(document));
