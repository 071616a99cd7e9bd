/** Building blocks of the schemas, and ways to walk them. */
import { z } from "zod";

/**
 * A string that matches `pattern`. `rule` completes the sentence "must be ..." in messages and in editors: nobody should
 * have to read a regular expression. Editors propose the examples.
 */
export function patterned(pattern: RegExp, rule: string, ...examples: readonly string[]): z.ZodString {
  const schema = z
    .string()
    .regex(pattern, { error: rule })
    .meta({ patternErrorMessage: `Must be ${rule}.` });
  return examples.length === 0 ? schema : schema.meta({ examples: [...examples] });
}

/** One of the words that stand here with what they mean: editors tell it. */
export function oneOf<const Word extends string>(meanings: Readonly<Record<Word, string>>) {
  // `Object.keys` forgets that a record has no other keys.
  const words = Object.keys(meanings) as Word[];
  return z.enum(words).meta({ enumDescriptions: words.map((word) => meanings[word]) });
}

/** What a file says about its own JSON Schema. */
export function schemaReference(path: string) {
  return z
    .string()
    .optional()
    .meta({ description: "Path of the JSON Schema. Without it, editors explain nothing.", examples: [path] });
}

/** The rule that `patterned` was given; undefined for other schemas. */
export function ruleOf(schema: z.core.$ZodType | undefined): string | undefined {
  const words = schema && z.globalRegistry.get(schema)?.["patternErrorMessage"];
  return typeof words === "string" ? /^Must be (.*)\.$/.exec(words)?.[1] : undefined;
}

/** A whole number between two bounds, both allowed. */
export function wholeNumber(min: number, max: number): z.ZodNumber {
  return z.number().int().min(min).max(max);
}

/**
 * The same for what a pattern cannot tell: `problemOf` gets a text that matches, and what it returns ends the sentence
 * `got "...", ...`.
 */
export function checked(text: z.ZodString, problemOf: (text: string) => string | undefined): z.ZodString {
  return text.check((context) => {
    const problem = problemOf(context.value);
    if (problem !== undefined) context.issues.push({ code: "custom", message: problem, input: context.value });
  });
}

/** A list of single values in which none stands twice. */
export function distinct<Element extends z.ZodType>(list: z.ZodArray<Element>): z.ZodArray<Element> {
  return list
    .check(({ value, issues }) => {
      value.forEach((entry, index) => {
        const first = value.indexOf(entry);
        if (first === index) return;
        const message = `which is already entry ${first} of the list. Remove one.`;
        issues.push({ code: "custom", message, input: entry, path: [index] });
      });
    })
    .meta({ uniqueItems: true });
}

/** The schema at a path, without the wrappers for optional and default values. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  let current: z.core.$ZodType | undefined = unwrap(schema);
  for (const segment of path) {
    if (current instanceof z.ZodObject) {
      const shape = current.shape as Readonly<Record<PropertyKey, z.core.$ZodType>>;
      current = Object.hasOwn(shape, segment) ? shape[segment] : undefined;
    } else if (current instanceof z.ZodArray) current = current.element;
    else if (current instanceof z.ZodRecord) current = current.valueType;
    else if (current instanceof z.ZodUnion) {
      current = current.options.find((option: z.core.$ZodType) => schemaAt(option, [segment]) !== undefined);
      current = current && schemaAt(current, [segment]);
    } else current = undefined;
    if (current === undefined) return undefined;
    current = unwrap(current);
  }
  return current;
}

/** What a schema says about itself, or else the schema that it wraps. */
export function descriptionOf(schema: z.core.$ZodType): string {
  const own = z.globalRegistry.get(schema)?.description;
  const inner = unwrapOnce(schema);
  return own ?? (inner === schema ? "" : descriptionOf(inner));
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = unwrapOnce(schema);
  return inner === schema ? schema : unwrap(inner);
}

function unwrapOnce(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? schema.unwrap()
    : schema;
}
