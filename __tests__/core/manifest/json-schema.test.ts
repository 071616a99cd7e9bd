import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../core/document/json-schema";
import { environmentJsonSchema } from "../../../core/environment/json-schema";
import { builtIn } from "../../../core/manifest/schema";
import { manifestJsonSchema } from "../../../core/manifest/json-schema";
import { exceptionsJsonSchema } from "../../../core/scan/json-schema";

const files = [
  ["services.schema.json", manifestJsonSchema()],
  ["environments/environment.schema.json", environmentJsonSchema()],
  ["scan-exceptions.schema.json", exceptionsJsonSchema()],
] as const;

/** Every node of a schema with its place. */
function nodes(schema: JsonSchema, place = ""): [place: string, node: JsonSchema][] {
  const below = [
    ...Object.entries(schema.properties ?? {}).map(([key, node]) => [`${place}/${key}`, node] as const),
    ...(schema.items === undefined ? [] : [[`${place}[]`, schema.items] as const]),
    ...(typeof schema.additionalProperties === "object" ? [[`${place}{}`, schema.additionalProperties] as const] : []),
    ...(schema.anyOf ?? []).map((node, index) => [`${place}|${index}`, node] as const),
  ];
  return [[place, schema], ...below.flatMap(([at, node]) => nodes(node, at))];
}

describe.each(files)("%s", (file, text) => {
  const schema = JSON.parse(text) as JsonSchema;

  it("is what the zod schema says: after a change, run `npm run schema`", () => {
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  const isField = (place: string) => /\/[^/|[\]{}]+$/.test(place);

  it("describes every field", () => {
    const silent = nodes(schema).filter(([place, node]) => isField(place) && (node.description ?? "") === "");
    expect(silent.map(([place]) => place)).toEqual([]);
  });

  it("gives every field a title", () => {
    const untitled = nodes(schema).filter(([place, node]) => isField(place) && (node["title"] ?? "") === "");
    expect(untitled.map(([place]) => place)).toEqual([]);
  });

  it("tells what holds without a field: it is required, has a default, or says so", () => {
    const isTold = (node: JsonSchema) => node.default !== undefined || node.description?.includes("Without it, ");
    const isGroup = (node: JsonSchema) => node.properties !== undefined || node.anyOf !== undefined;
    const untold = nodes(schema).flatMap(([place, { properties = {}, required = [] }]) =>
      Object.entries(properties)
        .filter(([key, node]) => !(required as string[]).includes(key) && !isGroup(node) && isTold(node) !== true)
        .map(([key]) => `${place}/${key}`),
    );
    expect(untold).toEqual([]);
  });

  it("gives an example of every string that is not one of a few", () => {
    const all = new Map(nodes(schema));
    const isShown = (place: string): boolean =>
      all.get(place)?.["examples"] !== undefined ||
      (/(\[\]|\{\})$/.test(place) && isShown(place.replace(/(\[\]|\{\})$/, "")));
    const mute = [...all].filter(
      ([place, node]) =>
        node["type"] === "string" && node["enum"] === undefined && node["const"] === undefined && !isShown(place),
    );
    expect(mute.map(([place]) => place)).toEqual([]);
  });

  it("says what each word of a choice means", () => {
    const silent = nodes(schema).filter(([, node]) => {
      const [values, meanings] = [(node["enum"] ?? []) as unknown[], (node["enumDescriptions"] ?? []) as string[]];
      const speaks = meanings.length === values.length && meanings.every((meaning) => /\.$/.test(meaning));
      return values.some((value) => typeof value === "string") && !speaks;
    });
    expect(silent.map(([place]) => place)).toEqual([]);
  });

  it("gives only defaults and examples that it accepts itself", () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const wrong = nodes(schema).flatMap(([place, node]) => {
      const isValid = ajv.compile(node);
      const values = [
        ...((node["examples"] ?? []) as unknown[]),
        ...(node.default === undefined ? [] : [node.default]),
      ];
      return values.filter((value) => !isValid(value)).map((value) => [place, value]);
    });
    expect(wrong).toEqual([]);
  });

  it("puts every pattern in words", () => {
    const wordless = nodes(schema).filter(
      ([, node]) =>
        node["pattern"] !== undefined && node["format"] === undefined && node["patternErrorMessage"] === undefined,
    );
    expect(wordless.map(([place]) => place)).toEqual([]);
  });

  it("bounds every number", () => {
    const isBounded = ({ minimum, maximum, enum: values }: JsonSchema) =>
      values !== undefined || (minimum !== undefined && maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER);
    const unbounded = nodes(schema).filter(
      ([, node]) => /^(integer|number)$/.test(String(node["type"])) && !isBounded(node),
    );
    expect(unbounded.map(([place]) => place)).toEqual([]);
  });

  it("closes every object whose keys it names", () => {
    const open = nodes(schema).filter(
      ([, node]) => node.properties !== undefined && node.additionalProperties !== false,
    );
    expect(open.map(([place]) => place)).toEqual([]);
  });
});

describe("services.schema.json", () => {
  const byPlace = new Map(nodes(JSON.parse(manifestJsonSchema()) as JsonSchema));

  /** Paths and values of the built-in defaults. */
  const defaults = (value: unknown, place = ""): [string, unknown][] =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
      ? Object.entries(value).flatMap(([key, inner]) => defaults(inner, `${place}/${key}`))
      : [[place, value]];

  it.each(["/defaults", "/services[]", "/services[]/environments{}"])(
    "tells the built-in defaults under %s",
    (place) => {
      const told = defaults(builtIn).map(([path]) => [path, byPlace.get(place + path)?.default]);
      expect(told).toEqual(defaults(builtIn));
    },
  );

  it("tells defaults where an editor shows them", () => {
    expect(byPlace.get("/services[]/cpu")?.description).toBe(
      "CPU units reserved for a task; 1024 are one vCPU. Built-in default: 192.",
    );
  });
});
