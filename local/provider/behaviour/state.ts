import type { AttributeSchema, BlockSchema, NestedBlockSchema, TypeName, TypeSpec } from "../schema/model";
import type { ObjectValue, Value } from "../values/value";
import { isList, isObject } from "../values/value";

/** What a provider keeps beside a resource's state: whether the state came from an import that no apply has completed. */
export interface Private {
  readonly imported?: true;
}

/** Reads the private data; whatever is not ours is nothing. */
export function readPrivate(bytes: Uint8Array | undefined): Private {
  if (bytes === undefined || bytes.length === 0) return {};
  try {
    return (JSON.parse(Buffer.from(bytes).toString("utf8")) as Private | null)?.imported === true
      ? { imported: true }
      : {};
  } catch {
    return {};
  }
}

/** Writes the private data. */
export function writePrivate(data: Private): Uint8Array {
  return Buffer.from(JSON.stringify(data));
}

/** The state of an imported resource: its id, all else to come from the configuration. */
export function importedState(type: TypeName, block: BlockSchema, id: string): ObjectValue {
  return conform(block, { [identifier(type, block)]: id });
}

/** The attribute that an import id goes to: `id`; without one `arn`, `name` or the first required text. */
function identifier(type: TypeName, { attributes }: BlockSchema): string {
  const required = Object.keys(attributes).find(
    (name) => attributes[name]?.required && attributes[name].type === "string",
  );
  const found = ["id", "arn", "name"].find((name) => attributes[name]) ?? required;
  if (found === undefined) throw new Error(`${type} has no attribute that identifies it.`);
  return found;
}

/**
 * Makes stored state fit the schema: attributes that the schema does not know are dropped, missing ones are null, absent
 * blocks empty, write-only values null.
 */
export function conform(block: BlockSchema, stored: Readonly<Record<string, unknown>>): ObjectValue {
  const state: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(block.attributes))
    state[name] = conformAttribute(attribute, stored[name]);
  for (const [name, nested] of Object.entries(block.blocks)) state[name] = conformNested(nested, stored[name] as Value);
  return state;
}

function conformAttribute({ type, writeOnly }: AttributeSchema, stored: unknown): Value {
  return writeOnly ? null : conformValue(type, (stored ?? null) as Value);
}

/** A value of another type than the schema's (of another version of the provider) is converted where Terraform would. */
function conformValue(type: TypeSpec, value: Value): Value {
  if (value === null) return null;
  if (type === "string") return typeof value === "object" ? null : String(value);
  if (type === "number") return typeof value === "number" || isNumeric(value) ? value : null;
  if (type === "bool")
    return typeof value === "boolean" ? value : value === "true" ? true : value === "false" ? false : null;
  const [kind, inner] = type;
  if (kind === "object") {
    if (!isObject(value)) return null;
    return Object.fromEntries(Object.entries(inner).map(([name, of]) => [name, conformValue(of, value[name] ?? null)]));
  }
  if (kind === "map") {
    if (!isObject(value)) return null;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, conformValue(inner, item)]));
  }
  return isList(value) ? value.map((item) => conformValue(inner, item)) : null;
}

function isNumeric(value: Value): boolean {
  return typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
}

function conformNested({ nesting, block }: NestedBlockSchema, stored: Value | undefined): Value {
  if (nesting === "single") return isObject(stored) ? conform(block, stored) : null;
  return isList(stored) ? stored.filter(isObject).map((item) => conform(block, item)) : [];
}
