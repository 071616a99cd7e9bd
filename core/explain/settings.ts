/** Every setting of a service, resolved, with where it comes from. */
import { isObject } from "../document/plain";
import type { Origin, ResolvedService } from "../manifest/resolve";
import { settingsSchema } from "../manifest/schema";

export interface Setting {
  /** `scaling.max` */
  readonly name: string;
  readonly value: unknown;
  readonly origin: Origin;
}

/** The settings one by one, in the order of the schema; of maps each entry, of lists the list as a whole. */
export function settingsOf({ service, originOf }: ResolvedService): Setting[] {
  const leaves = (value: unknown, path: readonly string[]): Setting[] =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))
      : value === undefined
        ? []
        : [{ name: path.join("."), value, origin: originOf(path) }];
  const settings: Readonly<Record<string, unknown>> = { ...service };
  return Object.keys(settingsSchema.shape).flatMap((key) => leaves(settings[key], [key]));
}
