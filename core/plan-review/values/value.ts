/**
 * A value of a plan, fit to be looked at: what is sensitive is gone from it, what is known after apply only is in place,
 * and JSON in a text is decoded.
 */

/** What will be known after apply. */
export class Unknown {
  readonly kind = "unknown";
}

export const unknown = new Unknown();

/** Stands for a sensitive value. Two with the same number stand for equal values; numbers are of one change only. */
export class Secret {
  readonly kind = "secret";

  constructor(readonly id: number) {}
}

/** JSON that was written into a text. */
export class Encoded {
  readonly kind = "encoded";
  readonly #text: string;

  constructor(
    readonly content: Value,
    text: string,
  ) {
    this.#text = text;
  }

  /** Whether the layout is the same too. */
  isWrittenAs(other: Encoded): boolean {
    return this.#text === other.#text;
  }
}

export type Value = null | boolean | number | string | Unknown | Secret | Encoded | readonly Value[] | ValueMap;

export interface ValueMap {
  readonly [name: string]: Value;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isMark(value);
}

export function isScalar(value: Value | undefined): value is boolean | number | string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function isMark(value: object): value is Unknown | Secret | Encoded {
  return value instanceof Unknown || value instanceof Secret || value instanceof Encoded;
}

/** Null, and what means the same to every provider: an empty text, list or map. */
export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (isList(value)) return value.length === 0;
  return isMap(value) && Object.keys(value).length === 0;
}

/** A member of a map, or of the single element of a list (a block that may stand once); undefined where there is none. */
export function member(value: Value | undefined, ...names: readonly string[]): Value | undefined {
  let inner = value;
  for (const name of names) {
    if (isList(inner) && inner.length === 1) inner = inner[0];
    if (inner instanceof Encoded) inner = inner.content;
    if (!isMap(inner) || !Object.hasOwn(inner, name)) return undefined;
    inner = inner[name];
  }
  return inner;
}

/** Every value at a path, of each element of lists on the way. */
export function reach(value: Value | undefined, ...names: readonly string[]): Value[] {
  if (isList(value)) return value.flatMap((element) => reach(element, ...names));
  const [name, ...rest] = names;
  if (name === undefined) return value === undefined ? [] : [value];
  return isMap(value) && Object.hasOwn(value, name) ? reach(value[name], ...rest) : [];
}

/** The texts among the values: of a text itself, of the elements of a list. */
export function textsOf(value: Value | undefined): string[] {
  return (isList(value) ? value : [value]).filter((item) => typeof item === "string");
}

export function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === "string" && /^\d+(\.\d+)?$/.test(value)) return Number(value);
  return typeof value === "number" ? value : undefined;
}

/** True for `true`, and for `"true"`, which some providers' arguments hold. */
export const isTrue = (value: Value | undefined) => value === true || value === "true";

export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Secret || b instanceof Secret) return a instanceof Secret && b instanceof Secret && a.id === b.id;
  if (a instanceof Encoded || b instanceof Encoded)
    return a instanceof Encoded && b instanceof Encoded && a.isWrittenAs(b);
  if (isList(a) || isList(b)) {
    return isList(a) && isList(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]));
  }
  if (!isMap(a) || !isMap(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]))
  );
}

/** A text that is the same for the same value: names sorted. */
export function canonical(value: Value): string {
  if (value instanceof Unknown) return "unknown";
  if (value instanceof Secret) return `secret ${value.id}`;
  if (value instanceof Encoded) return `encoded ${canonical(value.content)}`;
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`);
    return `{${entries.sort().join(",")}}`;
  }
  return JSON.stringify(value);
}
