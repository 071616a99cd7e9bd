/** One resource of a plan, read so that nothing sensitive is in it any more. */
import type { Configuration } from "./configuration";
import { withoutKeys } from "./configuration";
import { type Delta, deltas } from "./diff/diff";
import { labelOf, namingArguments } from "./label";
import type { Owners } from "./owners";
import { isObject, type ResourceChange } from "./plan";
import type { Action, Place } from "./review";
import { readChange, type Values } from "./values/read-change";
import type { Secrecy } from "./values/secrecy";
import { member, type Value } from "./values/value";

/** Types whose rules say what becomes of requests. */
export const firewallTypes: ReadonlySet<string> = new Set(["aws_wafv2_web_acl", "aws_wafv2_rule_group"]);

export interface ChangedResource {
  readonly place: Place;
  readonly action: Action;
  readonly createBeforeDestroy: boolean;
  /** Null of a creation. */
  readonly before: Value;
  /** Null of a destruction. */
  readonly after: Value;
  /** What changes, noise included; empty of a destruction. */
  readonly deltas: readonly Delta[];
  /** Terraform's code for why. */
  readonly reason: string | undefined;
  /** The old object stays, and Terraform forgets it. */
  readonly leavesOldBehind: boolean;
  readonly movedFrom: string | undefined;
  /** Undefined: not imported; without id: known after apply only. */
  readonly importing: { readonly id?: string } | undefined;
  /** Address without the keys of `count` and `for_each`. */
  readonly blockAddress: string;
  /** What an argument refers to in the configuration, the longest reference first. */
  references(argument: string): readonly string[];
  /** Whether the configuration sets an argument; undefined where that is not known. */
  sets(argument: string): boolean | undefined;
  /** The value after, or before of a destruction. */
  current(...path: readonly string[]): Value | undefined;
}

export function changedResource(
  stack: string,
  change: ResourceChange,
  configuration: Configuration,
  secrecy: Secrecy,
  owners: Owners,
): ChangedResource {
  const { address, deposed, type, previous_address, action_reason } = change;
  const { actions, importing } = change.change;
  const action = actionOf(actions);
  const { before, after } = valuesOf(change, action, secrecy);
  const shown = secrecy.shown(address);
  const around = { stack, owner: (argument: string) => owners.label(change, argument) };
  const place: Place = {
    stack,
    address: shown,
    ...(deposed === undefined ? {} : { deposed }),
    type,
    // What is destroyed goes by its own name, and not by that of its successor.
    label:
      action === "replace" ? labelOf(type, shown, after, before, around) : labelOf(type, shown, before, after, around),
  };
  return {
    place,
    action,
    createBeforeDestroy: action === "replace" && actions[0] === "create",
    before,
    after,
    deltas: action === "none" ? [] : deltas(change, { before, after }, configuration),
    reason: action_reason,
    leavesOldBehind: action === "replace" && actions.includes("forget"),
    movedFrom: previous_address === undefined ? undefined : secrecy.shown(previous_address),
    importing:
      importing === undefined ? undefined : importing.id === undefined ? {} : { id: secrecy.shown(importing.id) },
    blockAddress: withoutKeys(address),
    sets: (argument) => configuration.sets(change, [argument]),
    references: (argument) => configuration.references(change, argument),
    current: (...path) => member(after === null ? before : after, ...path),
  };
}

/** Of a resource without a change only what names it is read; of a firewall all, as its rules judge by sets that change. */
function valuesOf({ type, change }: ResourceChange, action: Action, secrecy: Secrecy): Values {
  if (action !== "none") return readChange(change, secrecy);
  const names = Object.entries(isObject(change.after) ? change.after : {}).filter(
    ([name]) => namingArguments.has(name) || firewallTypes.has(type),
  );
  const { after } = readChange({ ...change, before: null, after: Object.fromEntries(names) }, secrecy);
  return { before: after, after };
}

/** Terraform's actions in one word. Whatever includes a deletion is one, as new combinations may come. */
export function actionOf(actions: readonly string[]): Action {
  const makes = actions.includes("create");
  if (actions.includes("delete")) return makes ? "replace" : "destroy";
  if (actions.includes("forget")) return makes ? "replace" : "forget";
  if (makes) return "create";
  if (actions.includes("update")) return "update";
  return actions.includes("read") ? "read" : "none";
}
