/**
 * Settings that guard data. Each row names an argument and the direction in which a change of it weakens. Sources: the
 * provider's documentation of the argument, and the AWS Foundational Security Best Practices for what counts as weaker.
 */
import type { RedKind } from "../review";
import { equal, isEmpty, isTrue, numberOf, textOf, type Value } from "../values/value";
import type { Ranking } from "./tls-policies";

export type Direction =
  /** From on to off. */
  | "off"
  /** From off to on. */
  | "on"
  /** A smaller number, where nothing stands for 0. */
  | "lower"
  /** A smaller number, where nothing stands for the default, which is safe. */
  | "briefer"
  /** A smaller number, where 0 or nothing stands for ever. */
  | "shorter"
  /** From something to nothing. */
  | "gone"
  /** From something to something else. */
  | "exchanged"
  /** A deadline comes, or comes earlier. */
  | "sooner"
  /** Away from a value. */
  | { readonly from: readonly string[] }
  /** To a value. */
  | { readonly to: readonly string[] }
  /** Down a ranking. Names that it does not know are not judged. */
  | { readonly down: Ranking };

export interface Guard {
  /** Arguments and blocks from the top. */
  readonly argument: string;
  readonly kind: Exclude<RedKind, "destroyed" | "replaced">;
  readonly weaker: Direction;
  /** What it means, as a sentence without its subject: `can be deleted by anyone with the permission`. */
  readonly meaning: string;
}

/** Whether a change goes in the direction that weakens. Values that are known after apply only are not judged. */
export function weakens(direction: Direction, before: Value | undefined, after: Value | undefined): boolean {
  if (typeof direction === "object") {
    const old = textOf(before);
    const next = textOf(after);
    if ("down" in direction) return placeIn(direction.down, next) > placeIn(direction.down, old);
    if ("to" in direction) return next !== undefined && direction.to.includes(next) && old !== next;
    return old !== undefined && direction.from.includes(old) && !direction.from.includes(next ?? "");
  }
  switch (direction) {
    case "off":
      return isTrue(before) && !isTrue(after);
    case "on":
      return isTrue(after) && !isTrue(before);
    case "gone":
      return !isEmpty(before) && isEmpty(after);
    case "exchanged":
      return !isEmpty(before) && !isEmpty(after) && !equal(before, after);
    case "lower":
      return (numberOf(before) ?? 0) > (numberOf(after) ?? 0);
    case "briefer":
      return (numberOf(before) ?? Infinity) > (numberOf(after) ?? Infinity);
    case "shorter":
      return forEver(numberOf(before)) > forEver(numberOf(after));
    case "sooner":
      return forEver(numberOf(after)) < forEver(numberOf(before));
  }
}

/** NaN of what is not in it: every comparison with it fails. */
function placeIn(ranking: Ranking, name: string | undefined): number {
  const place = ranking.findIndex((group) => name !== undefined && group.includes(name));
  return place === -1 ? NaN : place;
}

const forEver = (days: number | undefined) => (days === undefined || days === 0 ? Infinity : days);
