/** JSON Schema for editors, from the zod schemas. */
import { z } from "zod";

/** A JSON Schema node, as far as it is looked at here. */
export interface JsonSchema {
  description?: string;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  /** Of a map, the schema of its values; `false` where the schema names every key. */
  additionalProperties?: JsonSchema | false;
  anyOf?: readonly JsonSchema[];
  [keyword: string]: unknown;
}

/** The schema of a file as its author writes it: draft 7, which editors support best. */
export function toJsonSchema(schema: z.ZodType, title: string): JsonSchema {
  return { title, ...titled(z.toJSONSchema(schema, { target: "draft-7", io: "input" }) as JsonSchema) };
}

/** Gives every property the title under which editors show it: `Memory reservation`. */
function titled(schema: JsonSchema): JsonSchema {
  const { properties, items, additionalProperties, anyOf } = schema;
  const entries = Object.entries(properties ?? {});
  return {
    ...schema,
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(entries.map(([key, each]) => [key, { title: wordsOf(key), ...titled(each) }])),
        }),
    ...(items === undefined ? {} : { items: titled(items) }),
    ...(typeof additionalProperties === "object" ? { additionalProperties: titled(additionalProperties) } : {}),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(titled) }),
  };
}

const acronyms = new Set(["arn", "az", "cidr", "cpu", "id", "nat", "oidc"]);

/** `targetCpuPercent` -> `Target CPU percent`; units keep their own case. */
function wordsOf(key: string): string {
  const words = key.replace(/^\$/, "").split(/(?=[A-Z][a-z])/);
  const [first = "", ...rest] = words.map((word) => {
    if (acronyms.has(word.toLowerCase())) return word.toUpperCase();
    return /^[MG]iB$/.test(word) ? word : word.toLowerCase();
  });
  return [first.slice(0, 1).toUpperCase() + first.slice(1), ...rest].join(" ");
}

/** Adds defaults that the schema itself does not hold, property by property, to keyword and description. */
export function withDefaults(schema: JsonSchema, defaults: unknown): JsonSchema {
  if (schema.properties === undefined) {
    const shown = JSON.stringify(defaults);
    const isNothing = shown === "{}" || shown === "[]";
    const description = `${schema.description ?? ""}${isNothing ? "" : ` Built-in default: ${shown}.`}`;
    return { ...schema, description, default: defaults };
  }
  const values = new Map(Object.entries(defaults as Readonly<Record<string, unknown>>));
  const properties = Object.entries(schema.properties).map(
    ([key, property]) => [key, values.has(key) ? withDefaults(property, values.get(key)) : property] as const,
  );
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** The text of a schema file. */
export function renderSchema(schema: JsonSchema): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
