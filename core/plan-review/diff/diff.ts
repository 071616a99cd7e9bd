/** What differs between two values, argument by argument. */
import { diffArrays } from "diff";
import type { Configuration } from "../configuration";
import type { ResourceChange } from "../plan";
import type { Difference } from "../review";
import type { Values } from "../values/read-change";
import { show } from "../values/show";
import {
  canonical,
  Encoded,
  equal,
  isEmpty,
  isList,
  isMap,
  Unknown,
  type Value,
  type ValueMap,
  member,
} from "../values/value";
import { type NoiseKind, noiseOf } from "./noise";
import { type Pair, pairElements } from "./pair";

export interface Delta {
  /** Arguments and blocks from the top, without the keys of elements: `rule.action.block`. */
  readonly argument: string;
  /** For display: with the keys of elements. */
  readonly path: readonly string[];
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly forcesReplacement: boolean;
  /** Undefined: it matters. */
  readonly noise: NoiseKind | undefined;
  /** Of an element that comes or goes as a whole. */
  readonly element?: Element;
}

type Element = NonNullable<Difference["element"]>;

/** Lists of texts whose order means something. */
const orderedTexts = new Set(["command", "entryPoint", "entry_point", "arguments", "args", "healthCheck"]);
/** Lists of blocks whose order means something. */
const orderedBlocks = new Set(["ordered_cache_behavior", "provisioner"]);
/** Edits within a text; more are not told line by line. */
const mostEdits = 400;

/**
 * What a change makes different: of an update and a replacement every difference, of a creation what is set, of a
 * destruction nothing.
 *
 * @param configuration tells what is computed from what is asked for; without it, nothing counts as computed
 */
export function deltas(change: ResourceChange, { before, after }: Values, configuration?: Configuration): Delta[] {
  if (after === null) return [];
  const walk = new Walk(change, configuration);
  if (before === null) walk.creation(after);
  else {
    walk.compare(before, after, [], []);
    walk.forced(before, after);
  }
  return walk.found;
}

export function asDifference({ path, before, after, forcesReplacement, element }: Delta): Difference {
  const shown = { path, before: show(before), after: show(after), forcesReplacement };
  return element === undefined ? shown : { ...shown, element };
}

class Walk {
  readonly found: Delta[] = [];
  private readonly forcing: readonly (readonly string[])[];
  /** Levels of JSON in a text around what is compared. */
  private encodings = 0;

  constructor(
    private readonly change: ResourceChange,
    private readonly configuration: Configuration | undefined,
  ) {
    this.forcing = change.change.replace_paths.map((path) => path.filter((step) => typeof step === "string"));
  }

  creation(after: Value): void {
    for (const [name, value] of Object.entries(isMap(after) ? after : {})) {
      const isSaid = !isEmpty(value) && !(value instanceof Unknown) && name !== "tags_all";
      if (isSaid && noiseOf([name], undefined, value, () => true) === undefined)
        this.add([name], [name], undefined, value);
    }
  }

  /** What forces a replacement without a difference that shows. */
  forced(before: Value, after: Value): void {
    for (const names of this.forcing) {
      const isFound = this.found.some(({ argument }) => {
        const found = argument.split(".");
        return isPrefix(names, found) || isPrefix(found, names);
      });
      if (!isFound) this.add(names, names, member(before, ...names), member(after, ...names));
    }
  }

  compare(
    before: Value | undefined,
    after: Value | undefined,
    names: readonly string[],
    path: readonly string[],
  ): void {
    if (equal(before, after) || (isEmpty(before) && isEmpty(after))) return;
    if (before instanceof Encoded && after instanceof Encoded) return this.encoded(before, after, names, path);
    if ((isMap(before) && isMap(after)) || isMapAndNothing(before, after) || isMapAndNothing(after, before))
      return this.maps(isMap(before) ? before : {}, isMap(after) ? after : {}, names, path);
    if ((isList(before) || isEmpty(before)) && (isList(after) || isEmpty(after)))
      return this.lists(isList(before) ? before : [], isList(after) ? after : [], names, path);
    if (typeof before === "string" && typeof after === "string" && /\n/.test(before + after))
      return this.lines(before, after, names, path);
    this.add(names, path, before, after);
  }

  private encoded(before: Encoded, after: Encoded, names: readonly string[], path: readonly string[]): void {
    const known = this.found.length;
    this.encodings += 1;
    this.compare(before.content, after.content, names, path);
    this.encodings -= 1;
    if (this.found.length === known) this.add(names, path, before, after, { noise: "order" });
  }

  private maps(before: ValueMap, after: ValueMap, names: readonly string[], path: readonly string[]): void {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
      this.compare(own(before, name), own(after, name), [...names, name], [...path, name]);
  }

  private lists(
    before: readonly Value[],
    after: readonly Value[],
    names: readonly string[],
    path: readonly string[],
  ): void {
    const mayBeBlock = before.length <= 1 && after.length <= 1 && this.encodings === 0;
    if (mayBeBlock && [...before, ...after].every((element) => isMap(element)))
      return this.blocks(before[0], after[0], names, path);
    const name = names.at(-1) ?? "";
    if (![...before, ...after].some((element) => isMap(element) || isList(element)))
      return orderedTexts.has(name) ? this.add(names, path, before, after) : this.texts(before, after, names, path);

    const { pairs, isReordered } = pairElements(before, after);
    for (const pair of pairs) this.element(pair, names, path);
    if (isReordered) this.order(before, after, names, path);
  }

  /** A block that may stand once: its arguments one by one, unless it comes or goes. */
  private blocks(
    before: Value | undefined,
    after: Value | undefined,
    names: readonly string[],
    path: readonly string[],
  ): void {
    if (before === undefined || after === undefined) this.add(names, path, before, after, { element: "keyed" });
    else this.compare(before, after, names, path);
  }

  private element({ before, after, key }: Pair, names: readonly string[], path: readonly string[]): void {
    const inner = [...path, key];
    if (before === undefined || after === undefined) {
      const whole = before ?? after;
      // An entry of a name and a value is spoken of by its name, as an argument is.
      if (!isMap(whole) || !isEntry(whole)) return this.add(names, inner, before, after, { element: "keyed" });
      const value = whole["value"];
      return this.add(names, inner, before === undefined ? before : value, after === undefined ? after : value);
    }
    const known = this.found.length;
    this.compare(before, after, names, inner);
    if (!isMap(before) || !isEntry(before)) return;
    for (const [index, delta] of this.found.entries()) {
      if (index >= known && delta.path.at(-1) === "value")
        this.found[index] = { ...delta, path: delta.path.slice(0, -1) };
    }
  }

  private order(
    before: readonly Value[],
    after: readonly Value[],
    names: readonly string[],
    path: readonly string[],
  ): void {
    const matters = orderedBlocks.has(names.at(-1) ?? "");
    this.add(names, [...path, "order"], before, after, matters ? {} : { noise: "order" });
  }

  /** Elements without names: what came and what went. */
  private texts(
    before: readonly Value[],
    after: readonly Value[],
    names: readonly string[],
    path: readonly string[],
  ): void {
    const left = new Map<string, Value[]>();
    for (const value of before) left.set(canonical(value), [...(left.get(canonical(value)) ?? []), value]);
    const added = after.filter((value) => left.get(canonical(value))?.pop() === undefined);
    const removed = [...left.values()].flat();
    if (removed.length === 0 && added.length === 0) return this.add(names, path, before, after, { noise: "order" });
    if (removed.length === 1 && added.length === 1) return this.add(names, path, removed[0], added[0]);
    for (const value of removed) this.add(names, path, value, undefined, { element: "unkeyed" });
    for (const value of added) this.add(names, path, undefined, value, { element: "unkeyed" });
  }

  private lines(before: string, after: string, names: readonly string[], path: readonly string[]): void {
    const parts = diffArrays(before.split("\n"), after.split("\n"), { maxEditLength: mostEdits });
    if (parts === undefined) return this.add(names, path, before, after);
    let line = 1;
    let removed: readonly string[] = [];
    for (const part of [...parts, { value: [], added: false, removed: false }]) {
      if (part.removed === true) {
        removed = part.value;
        continue;
      }
      const added = part.added === true ? part.value : [];
      for (let index = 0; index < Math.max(removed.length, added.length); index++)
        this.add(names, [...path, `line ${line + index}`], removed[index], added[index], { element: "keyed" });
      removed = [];
      line += part.value.length;
    }
  }

  private add(
    names: readonly string[],
    path: readonly string[],
    before: Value | undefined,
    after: Value | undefined,
    { noise, element }: { readonly noise?: NoiseKind; readonly element?: Element } = {},
  ): void {
    // What is on both sides is a value that changes.
    const isWhole = element !== undefined && (before === undefined || after === undefined);
    const forcesReplacement = this.forcing.some((forcing) => isPrefix(forcing, names) || isPrefix(names, forcing));
    this.found.push({
      argument: names.join("."),
      path,
      before,
      after,
      forcesReplacement,
      noise: forcesReplacement
        ? undefined
        : (noise ?? noiseOf(names, before, after, () => this.configuration?.sets(this.change, names))),
      ...(isWhole ? { element } : {}),
    });
  }
}

const own = (map: ValueMap, name: string) => (Object.hasOwn(map, name) ? map[name] : undefined);

const isMapAndNothing = (one: Value | undefined, other: Value | undefined) =>
  isMap(one) && isEmpty(other) && !isList(other);

const isEntry = (map: ValueMap) =>
  ("name" in map || "key" in map) && "value" in map && !isMap(map["value"]) && !isList(map["value"]);

const isPrefix = (prefix: readonly string[], names: readonly string[]) =>
  prefix.length <= names.length && prefix.every((name, index) => name === names[index]);
