/**
 * An editor refuses what the commands refuse: the JSON Schemas, read by a standard validator, and the schemas that they
 * are made from find the same faults at the same places. What a JSON Schema cannot say (a time zone that exists, windows
 * that do not overlap) is left to the commands.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Ajv, type ErrorObject } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import type { JsonSchema } from "../../../core/document/json-schema";
import { environmentJsonSchema } from "../../../core/environment/json-schema";
import { environmentSchema } from "../../../core/environment/schema";
import { addService } from "../../../core/manifest/edit";
import { manifestJsonSchema } from "../../../core/manifest/json-schema";
import { manifestSchema } from "../../../core/manifest/schema";
import { edited, replaced } from "../../support/edited-text";
import { manifest, service } from "../../support/manifests";
import { environmentFile, wrongEnvironments } from "../../support/wrong-environments";
import { wrongShapes } from "../../support/wrong-shapes";

type Path = readonly (string | number)[];

const ajv = new Ajv({ allErrors: true, strictTypes: false, validateFormats: false });
ajv.addVocabulary(["patternErrorMessage", "enumDescriptions"]);

/** A list with an entry twice is one fault of the list; alternatives are told apart by nobody. */
function pointer(path: Path): string {
  const at = path.join("/");
  return at.startsWith("delivery/trust") ? "delivery/trust" : at;
}

function placesOfEditor(errors: readonly ErrorObject[] | null | undefined): string[] {
  return (errors ?? []).map(({ instancePath, params, keyword, propertyName }) => {
    const path = instancePath
      .split("/")
      .slice(1)
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
    const { missingProperty, additionalProperty } = params as Readonly<Record<string, string | undefined>>;
    const last = missingProperty ?? additionalProperty ?? (keyword === "propertyNames" ? undefined : propertyName);
    const key = keyword === "propertyNames" ? (params as { propertyName: string }).propertyName : last;
    return pointer(key === undefined ? path : [...path, key]);
  });
}

function placesOfCommand(schema: z.ZodType, value: unknown): string[] {
  const result = schema.safeParse(value);
  return (result.error?.issues ?? []).flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => pointer([...path, key]));
    if (issue.code !== "custom" || issue.message.startsWith("whose size")) return [pointer(path)];
    return issue.message.startsWith("which is already entry") ? [pointer(path.slice(0, -1))] : [];
  });
}

/**
 * Each place once, or the place around it that either side names: of a list with wrong entries and of a wrong length, one
 * side may look at the one only, the other at both.
 */
function outermost(places: readonly string[], all: readonly string[]): string[] {
  const around = (place: string) => all.filter((other) => `${place}/`.startsWith(`${other}/`)).sort()[0] ?? place;
  return [...new Set(places.map(around))].sort();
}

/** A document in which everything is said that a schema knows, as its defaults and examples have it. */
function fullOf(schema: JsonSchema): unknown {
  if (schema.properties !== undefined)
    return Object.fromEntries(Object.entries(schema.properties).map(([key, each]) => [key, fullOf(each)]));
  const { anyOf, items, default: usual } = schema;
  const [example] = (schema["examples"] ?? schema["enum"] ?? []) as readonly unknown[];
  if (anyOf !== undefined) return fullOf(anyOf[1] ?? {});
  const isEmpty = usual === undefined || JSON.stringify(usual) === "{}" || JSON.stringify(usual) === "[]";
  if (!isEmpty) return usual;
  if (example !== undefined) return example;
  if (schema["const"] !== undefined) return schema["const"];
  if (items !== undefined) return [fullOf(items)];
  return schema["type"] === "boolean" ? true : (schema["minimum"] ?? {});
}

/** Every path of a value, the root left out. */
function pathsOf(value: unknown, base: Path = []): Path[] {
  const own = base.length === 0 ? [] : [base];
  if (typeof value !== "object" || value === null) return own;
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [...own, ...keys.flatMap((key) => pathsOf((value as Record<string | number, unknown>)[key], [...base, key]))];
}

/** A copy with another value at the path; undefined takes it out. */
function replacedAt(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.flatMap((each: unknown, index) => {
      if (index !== key) return [each];
      const other = replacedAt(each, rest, by);
      return other === undefined ? [] : [other];
    });
  const entries = Object.entries(value as Record<string, unknown>).map(([name, each]) => [
    name,
    name === key ? replacedAt(each, rest, by) : each,
  ]);
  return JSON.parse(JSON.stringify(Object.fromEntries(entries))) as unknown;
}

const wrong = [null, true, -1, 1.5, 1e9, "", "x y", "ä", "true", "32768", [], {}, ["twice", "twice"], { typo: 1 }];

const kinds = [
  {
    file: "services.json",
    schema: manifestSchema,
    text: manifestJsonSchema(),
    good: [
      readFileSync("services.json", "utf8"),
      manifest([service()]),
      addService(readFileSync("services.json", "utf8"), service({ name: "other" })),
    ],
    bad: wrongShapes,
  },
  {
    file: "environments/production.json",
    schema: environmentSchema,
    text: environmentJsonSchema(),
    good: [
      readFileSync("environments/production.json", "utf8"),
      readFileSync("environments/staging.json", "utf8"),
      environmentFile({}),
    ],
    bad: wrongEnvironments,
  },
];

describe.each(kinds)("$file", ({ file, schema, text, good, bad }) => {
  const jsonSchema = JSON.parse(text) as JsonSchema;
  const validate = ajv.compile(jsonSchema);
  const full = fullOf(jsonSchema);

  const agree = (value: unknown) => {
    validate(value);
    const [inEditor, inCommand] = [placesOfEditor(validate.errors), placesOfCommand(schema, value)];
    const all = [...inEditor, ...inCommand];
    expect(outermost(inEditor, all), JSON.stringify(value)).toEqual(outermost(inCommand, all));
  };

  it("names its schema beside it, and that is the one", () => {
    const { $schema } = JSON.parse(readFileSync(file, "utf8")) as { $schema: string };
    const path = join(dirname(file), $schema);
    expect($schema.startsWith("./")).toBe(true);
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("is accepted where it is right", () => {
    for (const each of good) {
      expect(validate(JSON.parse(each))).toBe(true);
      expect(schema.safeParse(JSON.parse(each)).error).toBeUndefined();
    }
  });

  it("is accepted with every default and example that the schema tells", () => {
    expect(validate(full), JSON.stringify(validate.errors)).toBe(true);
    expect(schema.safeParse(full).error).toBeUndefined();
  });

  const shapes = bad.filter(([, each]) => isJson(each));
  it.each(shapes.map(([title, each]) => [title, each]))("is refused where it is wrong: %s", (_, each) => {
    agree(JSON.parse(each));
  });

  it("is refused with a wrong value, a missing one or a typing error, wherever that is", () => {
    const paths = pathsOf(full);
    expect(paths.length).toBeGreaterThan(60);
    for (const path of paths) for (const value of [undefined, ...wrong]) agree(replacedAt(full, path, value));
  });

  it("is refused alike with anything in it", () => {
    fc.assert(
      fc.property(fc.oneof(edited(good[0] ?? ""), replaced(JSON.stringify(full))), (each) => {
        fc.pre(isJson(each));
        agree(JSON.parse(each));
      }),
      { numRuns: 300 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
