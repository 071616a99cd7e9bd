/**
 * What a rule of a web application firewall does to requests, and whom a change of it lets through. A rule that allows or
 * blocks ends the evaluation: rules after it never see what it allows.
 * https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-actions.html
 */
import type { Delta } from "../diff/diff";
import { printable } from "../values/printable";
import { equal, isList, member, numberOf, reach, textOf, type Value } from "../values/value";
import { combined, type SecurityEffect } from "./finding";

/** One rule that stays, or the default action. */
export interface RuleChange {
  /** The rule as it is now; undefined of the default action. */
  readonly before: Value | undefined;
  /** As it will be; undefined of the default action, and where it gets another name. */
  readonly after: Value | undefined;
  readonly deltas: readonly Delta[];
  /** It moves, and by that something is allowed before it is looked at by what stops. */
  readonly opensByPlace: boolean;
}

const verbs = ["block", "count", "allow", "captcha", "challenge"] as const;
type Verb = `${(typeof verbs)[number]}s`;

/** Undefined: a group of rules says what happens. */
function verbOf(rule: Value | undefined): Verb | undefined {
  const actions = [member(rule, "action"), member(rule, "override_action"), member(rule, "action_to_use")];
  const kind = verbs.find((name) =>
    actions.some((action) => {
      const inner = member(action, name);
      return isList(inner) ? inner.length > 0 : inner !== undefined && inner !== null;
    }),
  );
  return kind === undefined ? undefined : `${kind}s`;
}

/** `blocks`; of a group with rules that end the evaluation, which ones. */
export function ruleInWords(rule: Value | undefined): string {
  const allowing = exempted(rule).map((override) => printable(textOf(member(override, "name")) ?? "one of its rules"));
  const verb = verbOf(rule) ?? "acts as its group says";
  return allowing.length === 0 ? verb : `${verb}, but allows what ${allowing.join(", ")} finds`;
}

/** Whether a rule keeps anybody out. */
export function stops(rule: Value | undefined): boolean {
  return !["counts", "allows"].includes(verbOf(rule) ?? "");
}

/** Whether a rule lets anybody past those after it. */
export const allows = (rule: Value | undefined) => verbOf(rule) === "allows" || exempted(rule).length > 0;

function exempted(rule: Value | undefined): Value[] {
  return ["managed_rule_group_statement", "rule_group_reference_statement"]
    .flatMap((group) => reach(rule, "statement", group, "rule_action_override"))
    .filter((override) => verbOf(override) === "allows");
}

/** Of a rule that comes. */
export function effectOfComing(rule: Value | undefined): SecurityEffect {
  if (allows(rule)) return verbOf(rule) === "allows" ? "widens" : "changes";
  return stops(rule) ? "narrows" : "changes";
}

const opposite = { narrows: "widens", widens: "narrows", changes: "changes" } as const;

/** Of a rule that goes. */
export const effectOfGoing = (rule: Value | undefined) => opposite[effectOfComing(rule)];

const stopping = new Set(["block", "captcha", "challenge", "none"]);
const passing = new Set(["count", "allow"]);

export function effectOfChange(change: RuleChange): SecurityEffect {
  return combined(change.deltas.map((delta) => effectOf(delta, change)));
}

function effectOf(delta: Delta, change: RuleChange): SecurityEffect {
  if (letsThrough(delta, change)) return "widens";
  if (letsThroughPerhaps(delta, change)) return "changes";
  if (allowsLess(delta, change)) return "narrows";
  const { argument, before, after } = delta;
  const step = lastOf(argument);
  const comes = isNothing(before);
  if (argument.split(".").includes("scope_down_statement"))
    return step === "scope_down_statement" && after === undefined && stops(change.before) ? "narrows" : "changes";
  const [old, next] = pace(delta);
  if (old !== undefined && next !== undefined) return next < old && stops(change.before) ? "narrows" : "changes";
  if (stopping.has(step)) return comes ? "narrows" : "widens";
  return passing.has(step) ? "narrows" : "changes";
}

/** Somebody gets through who was stopped, as far as one difference of a rule tells. */
export function letsThrough(delta: Delta, change: RuleChange): boolean {
  const { argument, before, after } = delta;
  const step = lastOf(argument);
  const comes = isNothing(before) && !isNothing(after);
  if (argument === "rule.priority") return change.opensByPlace;
  if (argument.split(".").includes("scope_down_statement"))
    return comes && step === "scope_down_statement" && stops(change.before);
  const [old, next] = pace(delta);
  if (old !== undefined && next !== undefined) return next > old && stops(change.before);
  const verb = passing.has(step)
    ? `${step}s`
    : step === "rule_action_override"
      ? verbOf(after)
      : verbOf({ [step]: after ?? null });
  return comes && (verb === "allows" || (verb === "counts" && stops(change.before)));
}

/**
 * A rule that allows finds other requests than before. Which ones are more is not judged: it is nobody new only where the
 * change makes it plain.
 */
export function letsThroughPerhaps(delta: Delta, change: RuleChange): boolean {
  return isOfWhatIsAllowed(delta, change) && !allowsLess(delta, change);
}

/** What a group does with what it finds is told apart, as its overrides. */
function isOfWhatIsAllowed({ argument }: Delta, { before, after }: RuleChange): boolean {
  const isOfStatement = argument.startsWith("rule.statement") && !argument.includes(".rule_action_override");
  return isOfStatement && allows(before) && (after === undefined || allows(after));
}

/** One condition more of all that must hold, or one less of those of which one is enough; `not` turns neither round. */
const oneOfAll = /^rule\.statement(\.(and|or)_statement\.statement)*\.and_statement\.statement$/;
const oneOfSome = /^rule\.statement(\.(and|or)_statement\.statement)*\.or_statement\.statement$/;

function allowsLess(delta: Delta, change: RuleChange): boolean {
  if (!isOfWhatIsAllowed(delta, change)) return false;
  const { argument, before, after } = delta;
  const [comes, goes] = [isNothing(before) && !isNothing(after), !isNothing(before) && isNothing(after)];
  if (comes && /^rule\.statement\.\w+\.scope_down_statement$/.test(argument)) return true;
  const [old, next] = argument.startsWith("rule.statement.rate_based_statement.") ? pace(delta) : [];
  if (old !== undefined && next !== undefined) return next > old;
  return (comes && oneOfAll.test(argument)) || (goes && oneOfSome.test(argument));
}

const isNothing = (value: Value | undefined) => value === undefined || value === null;

const lastOf = (argument: string) => argument.split(".").at(-1) ?? "";

/** How fast requests may come, before and after, as far as one argument tells; undefined of other differences. */
function pace({ argument, before, after }: Delta): readonly [number | undefined, number | undefined] {
  if (argument.endsWith("rate_based_statement.limit")) return [numberOf(before), numberOf(after)];
  if (!argument.endsWith("rate_based_statement.evaluation_window_sec")) return [undefined, undefined];
  // WAF counts over five minutes where nothing is said.
  const ofWindow = (seconds: Value | undefined) =>
    seconds === undefined || seconds === null ? 1 / 300 : inverse(numberOf(seconds));
  return [ofWindow(before), ofWindow(after)];
}

/** WAF's own window is said now, or no longer. */
export function isSamePace(delta: Delta): boolean {
  const [old, next] = pace(delta);
  return old !== undefined && old === next;
}

const inverse = (seconds: number | undefined) => (seconds === undefined ? undefined : 1 / seconds);

/**
 * Names of rules by whose new place more gets through: one that allows stands before one that stops, and stood after it.
 * Named is the one that allows, where it moved, else the other.
 */
export function openingByPlace(before: Value, after: Value): ReadonlySet<string> {
  const news = reach(after, "rule");
  const kept = reach(before, "rule").flatMap((old) => {
    const next = news.find((rule) => equal(nameOf(rule), nameOf(old)));
    return next === undefined ? [] : [{ old, next, from: priorityOf(old), to: priorityOf(next) }];
  });
  const allowing = kept.filter(({ old, next }) => allows(old) && allows(next));
  const guarding = kept.filter(({ old, next }) => stops(old) && stops(next));
  const found = allowing.flatMap((one) =>
    guarding
      .filter((other) => one.from > other.from && one.to < other.to)
      .map((other) => (one.from === one.to ? other : one)),
  );
  return new Set(found.map(({ old }) => textOf(nameOf(old)) ?? ""));
}

const nameOf = (rule: Value) => member(rule, "name");
/** Not a number: compares with nothing. */
const priorityOf = (rule: Value) => numberOf(member(rule, "priority")) ?? NaN;
