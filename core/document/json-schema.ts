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
  [keyword: string]: unknown;
}

/** The schema of a file as its author writes it: draft 7, which editors support best. */
export function toJsonSchema(schema: z.ZodType, title: string): JsonSchema {
  return { title, ...(z.toJSONSchema(schema, { target: "draft-7", io: "input" }) as JsonSchema) };
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
