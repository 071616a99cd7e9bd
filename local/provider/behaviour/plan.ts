import { changedInPlace, changedNames, openedBy, semanticJson } from "../facts/change-facts";
import { defaultFacts } from "../facts/default-facts";
import { replacementFacts } from "../facts/replacement-facts";
import type { BlockSchema, NestedBlockSchema, TypeName } from "../schema/model";
import type { ObjectValue, Value } from "../values/value";
import { equal, isList, isObject, isWhollyKnown, unknown, Unknown } from "../values/value";
import type { ProviderSettings } from "./settings";

/** What Terraform asks to be planned: its proposal already has the prior values of what the provider computes. */
export interface PlanRequest {
  readonly type: TypeName;
  readonly block: BlockSchema;
  /** Null when the resource is to be created. */
  readonly prior: ObjectValue | null;
  readonly proposed: ObjectValue;
  readonly config: ObjectValue;
  readonly settings: ProviderSettings;
  /** The prior state is an import's: little more than an id, whatever is configured now is taken as it is. */
  readonly imported: boolean;
}

/** The planned state, and the top-level arguments whose change means a new resource. */
export interface Planned {
  readonly state: ObjectValue;
  readonly requiresReplace: readonly string[];
}

/** Plans the creation or the change of a resource. */
export function plan({ type, block, prior, proposed, config, settings, imported }: PlanRequest): Planned {
  const state: Record<string, Value> = planBlock(block, proposed, imported ? null : prior);
  if (block.attributes["region"]?.computed && state["region"] instanceof Unknown) state["region"] = settings.region;
  if (block.attributes["tags_all"]) state["tags_all"] = allTags(settings, state["tags"] ?? null);
  if (prior === null || imported) return { state, requiresReplace: [] };
  if (equal(state, prior)) return { state: prior, requiresReplace: [] };

  for (const attribute of openedBy(type, changedNames(prior, state), state))
    if ((config[attribute] ?? null) === null) state[attribute] = unknown;
  return { state, requiresReplace: replacements(type, prior, state) };
}

/** Default tags and the resource's own, the latter winning; unknown as a whole as long as any of them is. */
function allTags({ defaultTags }: ProviderSettings, tags: Value): Value {
  const all = { ...defaultTags, ...(isObject(tags) ? tags : {}) };
  return tags instanceof Unknown || !isWhollyKnown(all) ? unknown : all;
}

/** `prior` is null for what is new: there, and only there, what the provider computes becomes unknown. */
function planBlock(block: BlockSchema, proposed: ObjectValue, prior: ObjectValue | null): Record<string, Value> {
  const planned: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const value = proposed[name] ?? null;
    const before = prior?.[name] ?? null;
    if (attribute.writeOnly) planned[name] = null;
    else if (value === null && attribute.computed && prior === null) planned[name] = unknown;
    else planned[name] = sameDocument(name, value, before) ? before : value;
  }
  for (const [name, nested] of Object.entries(block.blocks))
    planned[name] = planNested(nested, proposed[name] ?? null, prior?.[name] ?? null);
  return planned;
}

function planNested({ nesting, block }: NestedBlockSchema, proposed: Value, prior: Value): Value {
  if (proposed instanceof Unknown) return proposed;
  if (nesting === "single") return isObject(proposed) ? planBlock(block, proposed, asObject(prior)) : null;
  const items = isList(proposed) ? proposed : [];
  const before = isList(prior) ? prior : [];
  return items.map((item, index) => {
    if (!isObject(item)) return item;
    // A set's elements have no identity: one that was not there exactly so before is new.
    const match = nesting === "list" ? before[index] : before.find((old) => equal(old, item));
    return planBlock(block, item, asObject(match ?? null));
  });
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

function replacements(type: TypeName, prior: ObjectValue, planned: ObjectValue): string[] {
  const before = { ...defaultFacts[type], ...withoutNulls(prior) };
  const after = { ...defaultFacts[type], ...withoutNulls(planned) };
  const changed = ["region", ...(replacementFacts[type] ?? [])]
    .filter((path) => !equal(project(before, path), project(after, path)))
    .map((path) => path.replace(/[.#].*$/, ""))
    .filter((top) => changedInPlace[type]?.[top]?.(prior, planned) !== true);
  return [...new Set(changed)];
}

function withoutNulls(value: ObjectValue): ObjectValue {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null));
}

/** Everything a path leads to, through lists and sets; of a path that ends in `#`, how many there are. */
function project(value: Value, path: string): Value {
  const countOnly = path.endsWith("#");
  const found = follow(value, path.replace("#", "").split("."));
  return countOnly ? count(found) : found;
}

function follow(value: Value, [name, ...rest]: readonly string[]): Value {
  if (name === undefined || value === null || value instanceof Unknown) return value;
  if (isList(value)) return value.map((item) => follow(item, [name, ...rest]));
  return isObject(value) ? follow(value[name] ?? null, rest) : null;
}

/** Lists of lists, where blocks are inside blocks, keep their shape. */
function count(value: Value): Value {
  if (isList(value)) return value.every((item) => isList(item)) ? value.map(count) : value.length;
  return value === null ? 0 : 1;
}
