/** The fields of a service by the words of a command line: dotted paths and options, derived from the schema. */
import { z } from "zod";
import type { Path } from "../document/json-document";
import { parseJson } from "../document/parse";
import { schemaIssues } from "../document/schema-issues";
import { descriptionOf, schemaAt } from "../document/schema-kit";
import { isObject, own } from "../document/plain";
import { sizeHint } from "../document/units";
import { notPair, unknownField, unreadableValue, UserError } from "../errors";
import { serviceSchema } from "./schema";

/** A field of a service that `smart360 add` has an option for. */
export interface Field {
  /** `["scaling", "max"]` */
  readonly path: readonly string[];
  /** `--max` */
  readonly flag: string;
  /** What the option takes, for its help: `number`, `KEY=VALUE`, `database,cache,files`. */
  readonly takes: string;
  /** The option may be repeated. */
  readonly isRepeatable: boolean;
  readonly description: string;
  readonly isRequired: boolean;
}

const pair = "KEY=VALUE";

/** Names of options that are shorter, or more in the singular, than the path. */
const flags: Readonly<Record<string, string>> = {
  paths: "path",
  containerPort: "port",
  secrets: "secret",
  "scaling.schedules": "schedules",
};
/** Groups whose fields are clear without the group's name. */
const namelessGroups = new Set(["scaling", "deployment"]);
/** Not for `add`: the name is its argument, and nothing starts retired. */
const withoutFlag = new Set(["name", "retired"]);

/** Every field of an entry, in the schema's order. */
export const serviceFields: readonly Field[] = leaves(serviceSchema, []).filter(
  ({ path }) => !withoutFlag.has(path.join(".")),
);

function leaves(schema: z.core.$ZodType, path: readonly string[]): Field[] {
  const inner = schemaAt(schema, []);
  if (inner instanceof z.ZodObject)
    return Object.entries<z.core.$ZodType>(inner.shape).flatMap(([key, member]) => leaves(member, [...path, key]));
  const takes = takenBy(inner, path);
  return [
    {
      path,
      flag: flagOf(path),
      takes,
      isRepeatable: takes === pair || (inner instanceof z.ZodArray && takes !== "json" && takes !== "words"),
      description: descriptionOf(schema),
      isRequired: path.length === 1 && !(schema instanceof z.ZodOptional),
    },
  ];
}

function takenBy(schema: z.core.$ZodType | undefined, path: readonly string[]): string {
  if (schema instanceof z.ZodNumber) return "number";
  if (schema instanceof z.ZodRecord) return schema.valueType instanceof z.ZodString ? pair : "json";
  if (!(schema instanceof z.ZodArray)) return "text";
  if (isObjects(schema)) return "json";
  if (isCommand(path)) return "words";
  return schema.element instanceof z.ZodEnum ? schema.element.options.join(",") : "text";
}

/** A command is a list of words; other lists have commas between. */
function isCommand(path: Path): boolean {
  return path.at(-1) === "migrate";
}

function flagOf(path: readonly string[]): string {
  const words = flags[path.join(".")] ?? path.slice(namelessGroups.has(path[0] ?? "") ? 1 : 0).join("-");
  return `--${words.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** A path that was typed, `environments.staging.memory`, with the schema of what is there. */
export interface TypedField {
  readonly path: Path;
  readonly schema: z.core.$ZodType;
}

/** @throws {UserError} when a service has no such field, with the nearest one that it has */
export function fieldAt(dotted: string): TypedField {
  const path = dotted.split(".");
  const schema = path.includes("") ? undefined : schemaAt(serviceSchema, path);
  // An entry of a list has no path of its own here: the whole list is set.
  const isInList = path.some((_, length) => schemaAt(serviceSchema, path.slice(0, length)) instanceof z.ZodArray);
  if (schema === undefined || isInList) throw unknownField(dotted, knownNear(path));
  return { path, schema };
}

/** Fields that may have been meant: those of the same environment where one is named. */
function knownNear([first = "", second = "", ...rest]: readonly string[]): readonly string[] {
  const own = [["name"], ["retired"], ...serviceFields.map(({ path }) => path)].map((path) => path.join("."));
  if (first === "environments" && second !== "") {
    return nearest(own, rest.join(".")).map((path) => `environments.${second}.${path}`);
  }
  return nearest(own, [first, second, ...rest].filter((word) => word !== "").join("."));
}

/** The one field that is called so without its group, or as its option is; else all of them. */
function nearest(known: readonly string[], typed: string): readonly string[] {
  const byEnding = known.filter((path) => path.toLowerCase().endsWith(`.${typed.toLowerCase()}`));
  const byFlag = serviceFields.filter(({ flag }) => flag === `--${typed}`).map(({ path }) => path.join("."));
  return byFlag.length > 0 ? byFlag : byEnding.length > 0 ? byEnding : known;
}

/**
 * The value that a text stands for, by the type that the schema wants there. Whether it is in range is for the
 * validation of the whole file to say.
 *
 * @throws {UserError} when the text cannot be one
 */
export function parseValue({ path, schema }: TypedField, text: string): unknown {
  const field = path.join(".");
  if (schema instanceof z.ZodNumber) {
    if (!/^-?\d+(\.\d+)?$/.test(text))
      throw unreadableValue(field, text, "a number", sizeHint(text, `${field} ${descriptionOf(schema)}`));
    return Number(text);
  }
  if (schema instanceof z.ZodLiteral || schema instanceof z.ZodEnum) {
    const values: readonly unknown[] = schema instanceof z.ZodEnum ? schema.options : [...schema.values];
    const meant = values.find((value) => String(value) === text);
    if (meant === undefined) throw unreadableValue(field, text, `one of ${values.join(", ")}`);
    return meant;
  }
  if (schema instanceof z.ZodArray && !/^\s*\[/.test(text) && !isObjects(schema)) {
    const words = text.split(isCommand(path) ? /\s+/ : ",").map((word) => word.trim());
    return words.filter((word) => word !== "");
  }
  if (schema instanceof z.ZodString) return text;
  const expected = schema instanceof z.ZodArray ? "a JSON list [ ... ]" : "a JSON object { ... }";
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw unreadableValue(field, text, expected);
  }
}

function isObjects(list: z.ZodArray): boolean {
  return schemaAt(list, [0]) instanceof z.ZodObject;
}

/**
 * The entry that options describe, its fields in the schema's order.
 *
 * @param given texts by the option's flag
 * @throws {UserError} when a text cannot be read as its field's type
 */
export function serviceFrom(name: string, given: ReadonlyMap<string, readonly string[]>): Record<string, unknown> {
  return serviceFields.reduce<Record<string, unknown>>(
    (service, field) => {
      const texts = given.get(field.flag) ?? [];
      return texts.length === 0 ? service : withValue(service, field.path, valueFrom(field, texts));
    },
    { name },
  );
}

function valueFrom(field: Field, texts: readonly string[]): unknown {
  if (field.takes === pair) return Object.fromEntries(texts.map((text) => pairOf(field, text)));
  const typed = fieldAt(field.path.join("."));
  if (field.isRepeatable) return texts.flatMap((text) => parseValue(typed, text));
  return parseValue(typed, texts.at(-1) ?? "");
}

function pairOf({ flag }: Field, text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at <= 0) throw notPair(flag, pair, text);
  return [text.slice(0, at), text.slice(at + 1)];
}

function withValue(
  object: Readonly<Record<string, unknown>>,
  [key = "", ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const inner = own(object, key);
  return { ...object, [key]: rest.length === 0 ? value : withValue(isObject(inner) ? inner : {}, rest, value) };
}

/** What is wrong with a text for this field alone, in the words of the validation; undefined when nothing is. */
export function problemOf(field: Field, text: string): string | undefined {
  try {
    const schema = schemaAt(serviceSchema, field.path);
    const { document } = parseJson(JSON.stringify(valueFrom(field, [text])), "");
    return document && schema instanceof z.ZodType ? schemaIssues(schema, document)[0]?.message : undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
