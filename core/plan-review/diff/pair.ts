/** Which element of a list before is which one after. Terraform shows a changed element of a set as one gone and one new. */
import { canonical, equal, isEmpty, isMap, isList, isScalar, member, type Value, type ValueMap } from "../values/value";

/** Fields that tell elements apart, the best first. */
const keyFields = [
  "name",
  "Name",
  "Sid",
  "sid",
  "key",
  "id",
  "Id",
  "origin_id",
  "rule_id",
  "device_name",
  "path_pattern",
  "policy_name",
  "log_type",
  "containerPort",
  "sourceVolume",
  "priority",
  "rulePriority",
  "domain_name",
  "host",
  "event",
  // Widgets of a dashboard.
  "properties.title",
  "type",
  "port",
];

/** Elements that are alike without being the same one: another title is another widget. */
const namesForLife = new Set(["properties.title"]);

/** More combinations than this are not compared one by one: what is left then counts as gone and new. */
const mostComparisons = 2_500;
/** Share of fields that two elements must have in common to be the same one, changed. */
const leastSimilarity = 0.5;

export interface Pair {
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  /** What the element goes by. */
  readonly key: string;
}

export interface Pairing {
  readonly pairs: readonly Pair[];
  /** The elements of both lists stand in another order. */
  readonly isReordered: boolean;
}

export function pairElements(before: readonly Value[], after: readonly Value[]): Pairing {
  const field = keyFields.find((name) => isKey(name, before) && isKey(name, after));
  return field === undefined ? byLikeness(before, after) : byKey(before, after, field);
}

function isKey(field: string, list: readonly Value[]): boolean {
  const seen = new Set<unknown>();
  for (const element of list) {
    const value = member(element, ...field.split("."));
    if (!isScalar(value) || value === "" || seen.has(value)) return false;
    seen.add(value);
  }
  return true;
}

const keyOf = (element: Value, field: string) => String(member(element, ...field.split(".")));

function byKey(before: readonly Value[], after: readonly Value[], field: string): Pairing {
  const olds = new Map(before.map((element) => [keyOf(element, field), element]));
  const news = new Map(after.map((element) => [keyOf(element, field), element]));
  const kept = [...olds.keys()].filter((key) => news.has(key));
  const keptAfter = [...news.keys()].filter((key) => olds.has(key));
  const gone = [...olds].filter(([key]) => !news.has(key));
  const come = [...news].filter(([key]) => !olds.has(key));
  const rest = namesForLife.has(field)
    ? [
        ...gone.map(([key, old]) => ({ key, before: old, after: undefined })),
        ...come.map(([key, next]) => ({ key, before: undefined, after: next })),
      ]
    : pairLeft(gone, come);
  return {
    pairs: [...kept.map((key) => ({ key, before: olds.get(key), after: news.get(key) })), ...rest],
    isReordered: kept.some((key, index) => key !== keptAfter[index]),
  };
}

function byLikeness(before: readonly Value[], after: readonly Value[]): Pairing {
  const left = new Queues(before);
  const added: [string, Value][] = [];
  const matched: number[] = [];
  after.forEach((element, index) => {
    const found = left.take(element);
    if (found === undefined) added.push([`[${index}]`, element]);
    else matched.push(found);
  });
  const removed = left.rest().map((index): [string, Value] => [`[${index}]`, before[index] ?? null]);
  return {
    pairs: pairLeft(removed, added),
    isReordered: matched.some((index, position) => position > 0 && index < (matched[position - 1] ?? 0)),
  };
}

/** Positions of elements, by what they are; each is taken once. */
class Queues {
  private readonly queues = new Map<string, { readonly positions: number[]; taken: number }>();

  constructor(elements: readonly Value[]) {
    elements.forEach((element, index) => {
      const key = canonical(element);
      const queue = this.queues.get(key);
      if (queue === undefined) this.queues.set(key, { positions: [index], taken: 0 });
      else queue.positions.push(index);
    });
  }

  take(element: Value): number | undefined {
    const queue = this.queues.get(canonical(element));
    return queue?.positions[queue.taken++];
  }

  rest(): number[] {
    return [...this.queues.values()].flatMap(({ positions, taken }) => positions.slice(taken)).sort((a, b) => a - b);
  }
}

/** Pairs what is most alike first. */
function pairLeft(removed: readonly [string, Value][], added: readonly [string, Value][]): Pair[] {
  const partnerOf = new Map<number, number>();
  const taken = new Set<number>();
  if (removed.length * added.length <= mostComparisons) {
    const scores = removed.flatMap(([, old], from) =>
      added.map(([, next], to) => ({ from, to, score: similarity(old, next) })),
    );
    scores.sort((a, b) => b.score - a.score || a.from - b.from || a.to - b.to);
    for (const { from, to, score } of scores) {
      if (score < leastSimilarity || partnerOf.has(from) || taken.has(to)) continue;
      partnerOf.set(from, to);
      taken.add(to);
    }
  }
  pairLists(removed, added, partnerOf, taken);
  return [
    ...removed.map(([key, before], index) => {
      const partner = partnerOf.get(index);
      return { key, before, after: partner === undefined ? undefined : added[partner]?.[1] };
    }),
    ...added.filter((_, index) => !taken.has(index)).map(([key, after]) => ({ key, before: undefined, after })),
  ];
}

/** Lists within lists have no fields to be alike by: the first that is left is the first that is new. */
function pairLists(
  removed: readonly [string, Value][],
  added: readonly [string, Value][],
  partnerOf: Map<number, number>,
  taken: Set<number>,
): void {
  const left = added.flatMap(([, value], index) => (isList(value) && !taken.has(index) ? [index] : []));
  for (const [index, [, value]] of removed.entries()) {
    if (!isList(value) || partnerOf.has(index)) continue;
    const partner = left.shift();
    if (partner === undefined) return;
    partnerOf.set(index, partner);
    taken.add(partner);
  }
}

/** Share of equal fields among those that hold something. Entries of a name and a value are alike only by their name. */
function similarity(a: Value, b: Value): number {
  if (!isMap(a) || !isMap(b)) return 0;
  const names = [...new Set([...filled(a), ...filled(b)])];
  if (names.length <= 2) return 0;
  return names.filter((name) => equal(a[name], b[name])).length / names.length;
}

const filled = (map: ValueMap) => Object.keys(map).filter((name) => !isEmpty(map[name]));
