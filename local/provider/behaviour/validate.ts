import type { Path } from "../protocol/wire";
import type { BlockSchema } from "../schema/model";
import type { ObjectValue } from "../values/value";
import { isList, isObject } from "../values/value";

/** Paths of the values that a configuration gives to attributes that can only be read; inside sets, that of the set. */
export function unconfigurable(block: BlockSchema, config: ObjectValue, path: Path = []): Path[] {
  const attributes = Object.entries(block.attributes)
    .filter(([name, { optional, required }]) => !optional && !required && (config[name] ?? null) !== null)
    .map(([name]) => [...path, name]);
  const blocks = Object.entries(block.blocks).flatMap(([name, nested]) => {
    const value = config[name] ?? null;
    const items = isList(value) ? value : [value];
    return items.flatMap((item, index) => {
      const place = nested.nesting === "list" ? [...path, name, index] : [...path, name];
      return isObject(item) ? unconfigurable(nested.block, item, place) : [];
    });
  });
  return [...attributes, ...blocks];
}
