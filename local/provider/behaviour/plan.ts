import { changedInPlace, changedNames, openedBy, replacedWhen } from "../facts/change-facts";
import { defaultFacts } from "../facts/default-facts";
import { derivedFacts } from "../facts/derived-facts";
import { isLegacy } from "../facts/kind-facts";
import { replacementFacts } from "../facts/replacement-facts";
import type { BlockSchema, TypeName } from "../schema/model";
import type { ObjectValue, Value } from "../values/value";
import { equal, isEmpty, isList, isObject, isWhollyKnown, unknown, Unknown } from "../values/value";
import { planResource } from "./plan-block";
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
  const before = imported ? null : prior;
  const state: Record<string, Value> = planResource(type, block, proposed, before);
  Object.assign(state, derivedFacts[type]?.(state, before));
  if (block.attributes["region"]?.computed && state["region"] instanceof Unknown) state["region"] = settings.region;
  if (block.attributes["tags_all"]) state["tags_all"] = allTags(type, settings, state["tags"] ?? null, before);
  if (prior === null || imported) return { state, requiresReplace: [] };
  if (equal(state, prior)) return { state: prior, requiresReplace: [] };

  for (const attribute of openedBy(type, changedNames(prior, state), state))
    if (isEmpty(config[attribute] ?? null)) state[attribute] = unknown;
  return { state, requiresReplace: replacements(type, prior, state) };
}

/** Default tags and the resource's own, the latter winning; unknown as a whole as long as any of them is. */
function allTags(type: TypeName, { defaultTags }: ProviderSettings, tags: Value, prior: ObjectValue | null): Value {
  const all = { ...defaultTags, ...(isObject(tags) ? tags : {}) };
  // The first SDK overlooks that the last tag is gone.
  if (isLegacy(type) && prior !== null && Object.keys(all).length === 0) return prior["tags_all"] ?? null;
  return tags instanceof Unknown || !isWhollyKnown(all) ? unknown : all;
}

function replacements(type: TypeName, prior: ObjectValue, planned: ObjectValue): string[] {
  const before = { ...defaultFacts[type], ...withoutNulls(prior) };
  const after = { ...defaultFacts[type], ...withoutNulls(planned) };
  const changed = ["region", ...(replacementFacts[type] ?? [])]
    .filter((path) => !equal(project(before, path), project(after, path)))
    .map((path) => path.replace(/[.#].*$/, ""))
    .filter((top) => changedInPlace[type]?.[top]?.(prior, planned) !== true);
  const inThisCase = Object.entries(replacedWhen[type] ?? {}).filter(([, when]) => when(prior, planned));
  return [...new Set([...changed, ...inThisCase.map(([name]) => name)])];
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
