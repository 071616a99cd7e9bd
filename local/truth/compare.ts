/** Compares what two providers plan for the same configuration and prior state, decision by decision. */
import type { BlockJson, Change, PlanDocument, ResourceChange, Schemas, TypeJson } from "./plan-document";
import { canonical, isList, isMap, plannedValue, unknown, type PlannedValue, Unknown } from "./planned-value";

/**
 * - `action`: what happens to a resource (no-op, update, replacement in which order, ...)
 * - `replacement`: one argument that forces a resource to be replaced
 * - `value`: the planned value of one attribute: known and the same, or unknown to both
 * - `blocks`: how many blocks of one kind there will be
 * - `output`: what happens to an output, and its planned value
 * - `verdict`: whether the configuration can be planned at all
 */
export type Category = "action" | "replacement" | "value" | "blocks" | "output" | "verdict";

export const categories: readonly Category[] = ["verdict", "action", "replacement", "value", "blocks", "output"];

export interface Difference {
  readonly category: Category;
  readonly address: string;
  /** Resource type; empty for outputs. */
  readonly type: string;
  /** Attribute from the type's top without positions, `rule.action.block`; empty for actions. */
  readonly path: string;
  readonly offline: string;
  readonly real: string;
}

/** Decisions that agree, counted, and those that do not. */
export interface Comparison {
  readonly agreeing: Readonly<Record<Category, number>>;
  readonly differences: readonly Difference[];
}

export interface Side {
  readonly plan: PlanDocument;
  readonly schemas: Schemas;
}

export function comparePlans(offline: Side, real: Side): Comparison {
  const tally = new Tally();
  const managed = ({ plan }: Side) =>
    new Map((plan.resource_changes ?? []).filter(({ mode }) => mode === "managed").map((one) => [one.address, one]));
  const [ours, theirs] = [managed(offline), managed(real)];
  for (const address of new Set([...ours.keys(), ...theirs.keys()])) {
    const [our, their] = [ours.get(address), theirs.get(address)];
    const at: Place = { address, type: (our ?? their)?.type ?? "", path: "" };
    tally.decide("action", at, describeAction(our), describeAction(their));
    if (our === undefined || their === undefined) continue;
    compareReplacements(tally, at, our, their);
    const [ourSchema, theirSchema] = [offline.schemas[our.type], real.schemas[our.type]];
    if (ourSchema === undefined || theirSchema === undefined) continue;
    const isSecret = secrecy(our.change, their.change);
    compareBlocks(tally.hiding(isSecret), at, [ourSchema.block, theirSchema.block], [valueOf(our), valueOf(their)]);
  }
  compareOutputs(tally, offline.plan, real.plan);
  return tally;
}

/** Comparison of a configuration that at least one side refuses; `undefined`: not refused. */
export function compareVerdicts(offline: string | undefined, real: string | undefined): Comparison {
  const tally = new Tally();
  const describe = (refusal: string | undefined) => (refusal === undefined ? "planned" : `refused: ${refusal}`);
  const isAgreed = (offline === undefined) === (real === undefined);
  const at = { address: "", type: "", path: "" };
  tally.decide("verdict", at, isAgreed ? "same" : describe(offline), isAgreed ? "same" : describe(real));
  return tally;
}

interface Place {
  readonly address: string;
  readonly type: string;
  readonly path: string;
}

class Tally implements Comparison {
  readonly agreeing: Record<Category, number>;
  readonly differences: Difference[];

  constructor(
    private readonly isSecret: (path: string) => boolean = () => false,
    sharing?: Tally,
  ) {
    this.agreeing = sharing?.agreeing ?? { verdict: 0, action: 0, replacement: 0, value: 0, blocks: 0, output: 0 };
    this.differences = sharing?.differences ?? [];
  }

  /** The same tally, with the values of some paths not written down. */
  hiding(isSecret: (path: string) => boolean): Tally {
    return new Tally(isSecret, this);
  }

  decide(category: Category, at: Place, offline: string, real: string): void {
    if (offline === real) this.agreeing[category] += 1;
    else if (this.isSecret(at.path)) this.differences.push({ category, ...at, ...hidden(offline, real) });
    else this.differences.push({ category, ...at, offline, real });
  }
}

function hidden(offline: string, real: string): Pick<Difference, "offline" | "real"> {
  const hide = (text: string) => (text === canonical(unknown) || text === "null" ? text : "(sensitive)");
  return { offline: hide(offline), real: hide(real) };
}

function describeAction(change: ResourceChange | undefined): string {
  return change === undefined ? "absent" : change.change.actions.join(" then ");
}

function compareReplacements(tally: Tally, at: Place, our: ResourceChange, their: ResourceChange): void {
  const names = ({ change }: ResourceChange) => new Set((change.replace_paths ?? []).map(([top]) => String(top)));
  const [ours, theirs] = [names(our), names(their)];
  for (const path of new Set([...ours, ...theirs])) {
    const say = (forcing: boolean) => (forcing ? "forces replacement" : "does not force replacement");
    tally.decide("replacement", { ...at, path }, say(ours.has(path)), say(theirs.has(path)));
  }
}

/** Whether either side calls an attribute of the top level sensitive. */
function secrecy(...changes: readonly Change[]): (path: string) => boolean {
  const marks = changes.map(({ after_sensitive: mark }) => plannedValue(mark, undefined));
  return (path) => {
    const [top = ""] = path.split(".");
    return marks.some((mark) => isMap(mark) && canonical(mark[top] ?? null).includes("true"));
  };
}

function valueOf({ change }: ResourceChange): PlannedValue {
  return plannedValue(change.after, change.after_unknown);
}

type Pair<T> = readonly [ours: T, theirs: T];

/** What only one schema knows is not compared: the other side could not say anything about it. */
function compareBlocks(tally: Tally, at: Place, blocks: Pair<BlockJson>, values: Pair<PlannedValue>): void {
  if (!isMap(values[0]) || !isMap(values[1])) return; // both deleted, or the action differs
  const [ours, theirs] = [values[0], values[1]];
  for (const [name, type] of sharedAttributes(blocks)) {
    const say = (value: PlannedValue | undefined) => canonical(shaped(value ?? null, type));
    tally.decide("value", inside(at, name), say(ours[name]), say(theirs[name]));
  }
  for (const [name, nesting, inner] of sharedBlocks(blocks)) {
    const place = inside(at, name);
    const [our, their] = [elements(ours[name]), elements(theirs[name])];
    if (our instanceof Unknown || their instanceof Unknown) {
      tally.decide("blocks", place, countOf(our), countOf(their));
      continue;
    }
    tally.decide("blocks", place, countOf(our), countOf(their));
    for (const pair of nesting === "set" ? matched(our, their, inner) : zip(our, their))
      compareBlocks(tally, place, inner, pair);
  }
}

function inside(at: Place, name: string): Place {
  return { ...at, path: at.path === "" ? name : `${at.path}.${name}` };
}

function elements(value: PlannedValue | undefined): readonly PlannedValue[] | Unknown {
  if (value instanceof Unknown) return unknown;
  if (isList(value)) return value;
  return value === null || value === undefined ? [] : [value];
}

function countOf(items: readonly PlannedValue[] | Unknown): string {
  return items instanceof Unknown ? canonical(unknown) : `${items.length} of them`;
}

function zip(ours: readonly PlannedValue[], theirs: readonly PlannedValue[]): Pair<PlannedValue>[] {
  return ours.slice(0, theirs.length).map((our, index) => [our, theirs[index] ?? null]);
}

/** Pairs the elements of two sets: equal ones first, the rest in the order of what they say. */
function matched(
  ours: readonly PlannedValue[],
  theirs: readonly PlannedValue[],
  blocks: Pair<BlockJson>,
): Pair<PlannedValue>[] {
  const sayings = (items: readonly PlannedValue[]) =>
    items.map((item) => ({ item, says: canonical(common(item, blocks)) })).sort((a, b) => (a.says < b.says ? -1 : 1));
  const rest = sayings(theirs);
  const pairs: Pair<PlannedValue>[] = [];
  const single = sayings(ours).filter((our) => {
    const index = rest.findIndex(({ says }) => says === our.says);
    const [their] = index === -1 ? [] : rest.splice(index, 1);
    if (their !== undefined) pairs.push([our.item, their.item]);
    return their === undefined;
  });
  const left = zip(
    single.map(({ item }) => item),
    rest.map(({ item }) => item),
  );
  return [...pairs, ...left];
}

/** An element of a block with only what both schemas know. */
function common(value: PlannedValue, blocks: Pair<BlockJson>): PlannedValue {
  if (!isMap(value)) return value;
  const attributes = sharedAttributes(blocks).map(([name, type]) => [name, shaped(value[name] ?? null, type)] as const);
  const nested = sharedBlocks(blocks).map(([name, nesting, inner]) => {
    const items = elements(value[name]);
    if (items instanceof Unknown) return [name, unknown] as const;
    const said = items.map((item) => common(item, inner));
    return [name, nesting === "set" ? said.sort(byCanonical) : said] as const;
  });
  return Object.fromEntries([...attributes, ...nested]);
}

function byCanonical(a: PlannedValue, b: PlannedValue): number {
  return canonical(a) < canonical(b) ? -1 : 1;
}

/** Attributes of both schemas, with the type that both have in common. */
function sharedAttributes([ours, theirs]: Pair<BlockJson>): readonly (readonly [string, TypeJson])[] {
  return Object.entries(ours.attributes ?? {}).flatMap(([name, { type: our }]) => {
    const their = theirs.attributes?.[name]?.type;
    const shared = our === undefined || their === undefined ? undefined : sharedType(our, their);
    return shared === undefined ? [] : [[name, shared] as const];
  });
}

function sharedBlocks([ours, theirs]: Pair<BlockJson>): readonly (readonly [string, string, Pair<BlockJson>])[] {
  return Object.entries(ours.block_types ?? {}).flatMap(([name, our]) => {
    const their = theirs.block_types?.[name];
    return their === undefined ? [] : [[name, our.nesting_mode, [our.block, their.block]] as const];
  });
}

/** Undefined when the types have nothing in common; of objects, the attributes that both have. */
function sharedType(our: TypeJson, their: TypeJson): TypeJson | undefined {
  if (typeof our === "string" || typeof their === "string") return our === their ? our : undefined;
  const [[kind, inner], [theirKind, theirInner]] = [our, their];
  if (kind !== theirKind) return undefined;
  if (kind !== "object") {
    const shared = sharedType(inner as TypeJson, theirInner as TypeJson);
    return shared === undefined ? undefined : [kind, shared];
  }
  const theirAttributes = theirInner as Readonly<Record<string, TypeJson>>;
  const shared = Object.entries(inner as Readonly<Record<string, TypeJson>>).flatMap(([name, type]) => {
    const other = theirAttributes[name];
    const both = other === undefined ? undefined : sharedType(type, other);
    return both === undefined ? [] : [[name, both] as const];
  });
  return ["object", Object.fromEntries(shared)];
}

/** A value as its type says: attributes of objects that the type lacks left out, sets in one order. */
function shaped(value: PlannedValue, type: TypeJson): PlannedValue {
  if (typeof type === "string") return typeof value === "string" ? sameDocument(value) : value;
  const [kind, inner] = type;
  if (kind === "object") {
    if (!isMap(value)) return value;
    const attributes = Object.entries(inner as Readonly<Record<string, TypeJson>>);
    return Object.fromEntries(attributes.map(([name, of]) => [name, shaped(value[name] ?? null, of)]));
  }
  const of = inner as TypeJson;
  if (kind === "map")
    return isMap(value)
      ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shaped(item, of)]))
      : value;
  if (!isList(value)) return value;
  const items = value.map((item) => shaped(item, of));
  return kind === "set" ? items.sort(byCanonical) : items;
}

/** JSON documents that say the same are the same: AWS keeps no layout. */
function sameDocument(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return canonical(JSON.parse(text) as PlannedValue);
  } catch {
    return text;
  }
}

function compareOutputs(tally: Tally, offline: PlanDocument, real: PlanDocument): void {
  const [ours, theirs] = [offline.output_changes ?? {}, real.output_changes ?? {}];
  const say = (change: Change | undefined) =>
    change === undefined
      ? "absent"
      : `${change.actions.join()} ${canonical(plannedValue(change.after, change.after_unknown))}`;
  for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const [our, their] = [ours[name], theirs[name]];
    const isSecret = our?.after_sensitive === true || their?.after_sensitive === true;
    const at = { address: `output.${name}`, type: "", path: "" };
    tally.hiding(() => isSecret).decide("output", at, say(our), say(their));
  }
}
