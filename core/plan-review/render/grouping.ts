/** What several entries of an outline share, said once. */
import type { Entry } from "./outline";
import { wordOf } from "./words";

/** Items by what they have in common, both in the order of the items. */
export function grouped<T>(items: readonly T[], by: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = by(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** `3 aws_subnet, aws_vpc`. */
export function byType(entries: readonly Entry[]): string {
  const types = grouped(entries, ({ type = "" }) => type);
  return [...types].map(([type, all]) => (all.length === 1 ? type : `${all.length} ${type}`)).join(", ");
}

/** Entries of a stack with their reasons: those that several share once, in `notes`. */
export function withReasons(all: readonly Entry[]): {
  readonly notes: readonly string[];
  readonly entries: readonly Entry[];
} {
  const groups = grouped(all, ({ mark, because = "" }) => `${mark} ${because}`);
  const shared = [...groups.values()].filter(([first, second]) => second !== undefined && first?.because !== undefined);
  const isShared = (one: Entry) => shared.some((group) => group.includes(one));
  return {
    notes: shared.map(
      (group) => `Why, for each of the ${group.length} ${wordOf(group[0]?.mark ?? "")}: ${group[0]?.because ?? ""}.`,
    ),
    entries: all.map((one) =>
      one.because === undefined || isShared(one) ? one : { ...one, lines: [`Why: ${one.because}.`, ...one.lines] },
    ),
  };
}
