/** What terraform did to resources, counted while it does it. */
import type { Changes, Message } from "./messages";

export const noChanges: Changes = { add: 0, change: 0, remove: 0 };

const counters = { create: "add", update: "change", delete: "remove" } as const;

/** The counts with one more resource done; a replacement is told as a removal and an addition. */
export function withApplied(changes: Changes, { action }: Extract<Message, { type: "applied" }>): Changes {
  const counter = counters[action];
  return { ...changes, [counter]: changes[counter] + 1 };
}

export function totalOf({ add, change, remove }: Changes): number {
  return add + change + remove;
}

/** `+5 ~1 -2`; empty when there are none. */
export function changesInSigns({ add, change, remove }: Changes): string {
  return signed([
    ["+", add],
    ["~", change],
    ["-", remove],
  ]);
}

/** Counts that are not 0, each after its sign. */
export function signed(counts: readonly (readonly [string, number])[]): string {
  return counts
    .filter(([, count]) => count > 0)
    .map(([sign, count]) => `${sign}${count}`)
    .join(" ");
}
