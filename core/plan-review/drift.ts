/** What somebody else changed since the last apply. */
import { labelOf } from "./label";
import { asDifference, deltas } from "./diff/diff";
import type { ResourceChange } from "./plan";
import type { Action, Drift } from "./review";
import { readChange } from "./values/read-change";
import type { Secrecy } from "./values/secrecy";

/**
 * @param planned what the plan does to an address
 * @returns undefined where it is noise
 */
export function driftOf(
  stack: string,
  change: ResourceChange,
  planned: (address: string) => Action,
  secrecy: Secrecy,
): Drift | undefined {
  const { address, type, deposed } = change;
  const { before, after } = readChange(change.change, secrecy);
  const differences = deltas(change, { before, after }).filter(({ noise }) => noise === undefined);
  const isDeleted = change.change.actions.includes("delete");
  if (!isDeleted && differences.length === 0) return undefined;
  const shown = secrecy.shown(address);
  return {
    place: {
      stack,
      address: shown,
      ...(deposed === undefined ? {} : { deposed }),
      type,
      label: labelOf(type, shown, before, after, { stack }),
    },
    kind: isDeleted ? "deleted" : "changed",
    differences: differences.map(asDifference),
    planned: planned(address),
  };
}
