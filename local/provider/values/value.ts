/** A value of Terraform's type system. Sets are arrays; objects and maps are both plain objects. */
export type Value = null | boolean | number | string | Unknown | readonly Value[] | ObjectValue;

/** An object or a map, or the inside of a block. */
export interface ObjectValue {
  readonly [name: string]: Value;
}

/**
 * A value that is known after apply. What Terraform says of its range (refinements) is carried as it came, because a
 * plan that passes an argument on has to state exactly the same value.
 */
export class Unknown {
  /**
   * @param extension MessagePack extension type: 0 = unknown, 12 = refined unknown
   * @param payload what follows it
   */
  constructor(
    readonly extension = 0,
    readonly payload: Uint8Array = new Uint8Array(1),
  ) {}
}

/** Nothing is known of it but its type. */
export const unknown = new Unknown();

/** Whether it is an object or a map. */
export function isObject(value: Value | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/** Whether it is a list or a set. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether nothing is there: no value, no block, no element. */
export function isEmpty(value: Value): boolean {
  return value === null || (isList(value) && value.length === 0);
}

/** Whether two values are the same. Sets compare by position: Terraform writes equal sets in the same order. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => equal(item, b[index] as Value));
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => name in b && equal(a[name] ?? null, b[name] ?? null))
    );
  }
  return false;
}

/** Whether nothing in it is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (value instanceof Unknown) return false;
  if (isList(value)) return value.every(isWhollyKnown);
  return isObject(value) ? Object.values(value).every(isWhollyKnown) : true;
}
