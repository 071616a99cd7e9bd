import { semanticJson } from "../facts/change-facts";
import { defaultFacts } from "../facts/default-facts";
import { computedBlocks, isLegacy, keptBlocks, knownFacts } from "../facts/kind-facts";
import type { AttributeSchema, BlockSchema, NestedBlockSchema, TypeName } from "../schema/model";
import type { ObjectValue, Value } from "../values/value";
import { equal, isEmpty, isList, isObject, isWhollyKnown, unknown, Unknown } from "../values/value";

/** Where in a resource a block is. */
interface Place {
  readonly type: TypeName;
  /** Names from the type's top, each with a dot after it. */
  readonly prefix: string;
  readonly isInSet: boolean;
}

/** Plans a resource, argument by argument. `prior` is null for what is new: there the provider's part is unknown. */
export function planResource(
  type: TypeName,
  block: BlockSchema,
  proposed: ObjectValue,
  prior: ObjectValue | null,
): Record<string, Value> {
  return planBlock({ type, prefix: "", isInSet: false }, block, proposed, prior);
}

function planBlock(
  at: Place,
  block: BlockSchema,
  proposed: ObjectValue,
  prior: ObjectValue | null,
): Record<string, Value> {
  const planned: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(block.attributes))
    planned[name] = planAttribute(at, name, attribute, proposed[name] ?? null, prior);
  for (const [name, nested] of Object.entries(block.blocks)) {
    const inner = { ...at, prefix: `${at.prefix}${name}.`, isInSet: at.isInSet || nested.nesting === "set" };
    const before = prior?.[name] ?? null;
    const value = proposed[name] ?? null;
    const isIn = (facts: typeof computedBlocks) => facts[at.type]?.includes(at.prefix + name) === true;
    if (isEmpty(value) && prior === null && isIn(computedBlocks)) planned[name] = unknown;
    else if (isEmpty(value) && prior !== null && isIn(computedBlocks)) planned[name] = before;
    else if (isEmpty(value) && isList(before) && isIn(keptBlocks)) planned[name] = emptied(inner, nested.block, before);
    else planned[name] = planNested(inner, nested, value, before);
  }
  return planned;
}

function planAttribute(
  { type, prefix, isInSet }: Place,
  name: string,
  attribute: AttributeSchema,
  value: Value,
  prior: ObjectValue | null,
): Value {
  if (attribute.writeOnly) return null;
  const before = prior?.[name] ?? null;
  const legacy = isLegacy(type);
  if (value === null || (legacy && attribute.computed && isEmpty(value))) {
    const byDefault = defaultFacts[type]?.[prefix + name];
    if (byDefault !== undefined) return byDefault;
    const known = knownFacts[type]?.[prefix + name];
    if (known !== undefined) return known;
    if (attribute.computed) return prior === null ? unknown : before;
    // To the first SDK a collection that is taken away is an empty one.
    if (legacy && isList(before)) return [];
    if (legacy && isObject(before)) return {};
    return legacy && isInSet && attribute.type === "string" ? "" : value;
  }
  // The first SDK knows no set and no map that is known in part.
  if (legacy && isSetOrMap(attribute) && !isWhollyKnown(value)) return unknown;
  return sameDocument(name, value, before) ? before : value;
}

/** The blocks themselves stay; what is in them goes back to its default, but for texts. */
function emptied(at: Place, block: BlockSchema, before: readonly Value[]): Value {
  return before.map((item) => {
    if (!isObject(item)) return item;
    const attributes = Object.entries(block.attributes).map(([name, { type }]) => {
      if (type === "string") return [name, item[name] ?? null] as const;
      const byDefault = defaultFacts[at.type]?.[at.prefix + name] ?? null;
      return [name, typeof type === "string" ? byDefault : []] as const;
    });
    return { ...item, ...Object.fromEntries(attributes) };
  });
}

function isSetOrMap({ type }: AttributeSchema): boolean {
  return typeof type !== "string" && (type[0] === "set" || type[0] === "map");
}

function planNested(at: Place, { nesting, block }: NestedBlockSchema, proposed: Value, prior: Value): Value {
  if (proposed instanceof Unknown) return proposed;
  if (nesting === "single") return isObject(proposed) ? planBlock(at, block, proposed, asObject(prior)) : null;
  const items = (isList(proposed) ? proposed : []).map(asObject);
  const before = (isList(prior) ? prior : []).map(asObject);
  if (nesting === "set") return planSet(at, block, items, before);
  return items.map((item, index) => (item === null ? item : planBlock(at, block, item, before[index] ?? null)));
}

/**
 * A set's elements have no identity: one that was not there exactly so before is new. Those that stay come first and in
 * their old order, so that equal sets are equal lists.
 */
function planSet(
  at: Place,
  block: BlockSchema,
  items: readonly (ObjectValue | null)[],
  before: readonly (ObjectValue | null)[],
): Value {
  const staying = new Set<number>();
  const fresh: Value[] = [];
  for (const item of items) {
    if (item === null) continue;
    const match = before.findIndex(
      (old, index) => old !== null && !staying.has(index) && equal(planBlock(at, block, item, old), old),
    );
    if (match === -1) fresh.push(planBlock(at, block, item, null));
    else staying.add(match);
  }
  return [...before.filter((_, index) => staying.has(index)), ...fresh];
}

function asObject(value: Value): ObjectValue | null {
  return isObject(value) ? value : null;
}

/** Whether two texts are the same JSON document, in an attribute where AWS keeps the document and not its layout. */
function sameDocument(name: string, value: Value, before: Value): boolean {
  if (!semanticJson.has(name) || typeof value !== "string" || typeof before !== "string") return false;
  try {
    return equal(JSON.parse(value) as Value, JSON.parse(before) as Value);
  } catch {
    return false;
  }
}
