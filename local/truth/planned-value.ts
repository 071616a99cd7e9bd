/** A planned value with its unknown parts in place. */
import { isArray, isObject, type Json } from "./plan-document";

/** What will be known after apply. */
export class Unknown {
  readonly text = "(known after apply)";
}

export const unknown = new Unknown();

export type PlannedValue =
  null | boolean | number | string | Unknown | readonly PlannedValue[] | { readonly [name: string]: PlannedValue };

/** Puts `after` and `after_unknown` of a change together. */
export function plannedValue(after: Json | undefined, afterUnknown: Json | undefined): PlannedValue {
  if (afterUnknown === true) return unknown;
  if (isArray(afterUnknown)) {
    const items = isArray(after) ? after : [];
    const length = Math.max(items.length, afterUnknown.length);
    return Array.from({ length }, (_, index) => plannedValue(items[index], afterUnknown[index]));
  }
  if (isObject(afterUnknown)) {
    const inner = isObject(after) ? after : {};
    const names = [...new Set([...Object.keys(inner), ...Object.keys(afterUnknown)])];
    return Object.fromEntries(names.map((name) => [name, plannedValue(inner[name], afterUnknown[name])]));
  }
  return after ?? null;
}

export function isList(value: PlannedValue | undefined): value is readonly PlannedValue[] {
  return Array.isArray(value);
}

export function isMap(value: PlannedValue | undefined): value is { readonly [name: string]: PlannedValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/** A text that is the same for the same value: names sorted, unknown parts marked. */
export function canonical(value: PlannedValue): string {
  if (value instanceof Unknown) return value.text;
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`);
    return `{${entries.sort().join(",")}}`;
  }
  return JSON.stringify(value);
}
