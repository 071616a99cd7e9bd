/** Listener rules: priorities, paths, and what the load balancer's quotas allow. */
import { type Issue, manifestProblems as problems } from "../../errors";
import type { OtherRule } from "../../errors/manifest";
import type { Entry } from "../entry";
import { commonPath, covers, literalPrefix } from "../path-patterns";
import type { Check, Context } from "./context";

/**
 * The quota table says six, the page on conditions five.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
const wildcardsPerRule = 5;
const wildcardSource = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html";

/** One path pattern of one service. */
interface Pattern {
  readonly entry: Entry;
  readonly index: number;
  readonly text: string;
  readonly prefix: string;
  /** Missing when the file gives none that can be used. */
  readonly priority: number | undefined;
}

export const checkRouting: Check = (context) => {
  const active = context.entries.filter((entry) => !entry.retired);
  const patterns = active.flatMap((entry) =>
    (entry.service.value.paths ?? []).map((text, index) => ({
      entry,
      index,
      text,
      prefix: literalPrefix(text),
      priority: entry.service.value.priority,
    })),
  );
  return [
    ...duplicatePriorities(context, active),
    ...active.flatMap((entry) => wildcards(context, entry)),
    ...duplicatePaths(context, patterns),
    ...conflicts(context, patterns),
    ...quota(context, active),
  ];
};

function duplicatePriorities({ document }: Context, active: readonly Entry[]): Issue[] {
  const taken = new Map<number, Entry>();
  const highest = Math.max(0, ...active.map((entry) => entry.service.value.priority ?? 0));
  const free = highest <= 49_990 ? (Math.floor(highest / 10) + 1) * 10 : undefined;
  return active.flatMap((entry) => {
    const { priority } = entry.service.value;
    if (priority === undefined) return [];
    const first = taken.get(priority);
    if (first === undefined) {
      taken.set(priority, entry);
      return [];
    }
    const path = [...first.path, "priority"];
    const message = problems.duplicatePriority(priority, document.label(first.path), document.lineOf(path), free);
    return [document.issue([...entry.path, "priority"], message)];
  });
}

function wildcards({ document }: Context, entry: Entry): Issue[] {
  const count = (entry.service.value.paths ?? []).join("").replaceAll(/[^*?]/g, "").length;
  if (count <= wildcardsPerRule) return [];
  return [document.issue([...entry.path, "paths"], problems.tooManyWildcards(count, wildcardsPerRule, wildcardSource))];
}

function duplicatePaths({ document }: Context, patterns: readonly Pattern[]): Issue[] {
  const first = new Map<string, Pattern>();
  return patterns.flatMap((pattern) => {
    const other = first.get(pattern.text);
    if (other === undefined) {
      first.set(pattern.text, pattern);
      return [];
    }
    const message = problems.duplicatePath(
      pattern.text,
      document.label(other.entry.path),
      document.lineOf(pathOf(other)),
    );
    return [document.issue(pathOf(pattern), message)];
  });
}

/** Patterns that never get a request, and pairs of which it is unclear which one does. */
function conflicts({ document }: Context, patterns: readonly Pattern[]): Issue[] {
  return patterns.flatMap((pattern) => {
    const { priority } = pattern;
    if (priority === undefined) return [];
    const earlier = patterns.filter(
      (other) =>
        other.priority !== undefined &&
        other.priority < priority &&
        other.entry !== pattern.entry &&
        other.text !== pattern.text &&
        (other.prefix.startsWith(pattern.prefix) || pattern.prefix.startsWith(other.prefix)) &&
        commonPath(other.text, pattern.text) !== undefined,
    );
    const ruleOf = (other: Pattern): OtherRule => ({
      label: document.label(other.entry.path),
      priority: other.priority ?? NaN,
      pattern: other.text,
    });
    const shadow = smallestCover(earlier, pattern.text);
    if (shadow.length > 0) {
      return [document.issue(pathOf(pattern), problems.shadowed(pattern.text, shadow.map(ruleOf), priority))];
    }
    return earlier
      .filter((other) => !covers([pattern.text], other.text))
      .map((other) => {
        const example = commonPath(other.text, pattern.text) ?? "";
        return document.issue(pathOf(pattern), problems.ambiguous(pattern.text, ruleOf(other), example));
      });
  });
}

/** Those of `others` that together match all of the pattern, none of them superfluous; empty if they do not. */
function smallestCover(others: readonly Pattern[], pattern: string): readonly Pattern[] {
  const covered = (candidates: readonly Pattern[]) =>
    candidates.length > 0 &&
    covers(
      candidates.map(({ text }) => text),
      pattern,
    );
  const single = others.find((other) => covered([other]));
  if (single !== undefined) return [single];
  if (!covered(others)) return [];
  return others.reduce<readonly Pattern[]>((kept, other) => {
    const without = kept.filter((candidate) => candidate !== other);
    return covered(without) ? without : kept;
  }, others);
}

/** A service takes one rule and one target group. */
function quota({ document, environment }: Context, active: readonly Entry[]): Issue[] {
  const { rulesQuota, targetGroupsQuota } = environment.loadBalancer;
  const quotas = [
    ["rulesQuota", rulesQuota, "Retire services, or have AWS raise the quota for rules and then raise this setting."],
    ["targetGroupsQuota", targetGroupsQuota, "Retire services: AWS lists this quota as not adjustable."],
  ] as const;
  return quotas
    .filter(([, allowed]) => active.length > allowed)
    .map(([setting, allowed, advice]) => {
      const name = `loadBalancer.${setting}`;
      const message = problems.tooManyServices(active.length, name, allowed, environment.name, advice);
      return document.issue(["services"], message);
    });
}

function pathOf(pattern: Pattern) {
  return [...pattern.entry.path, "paths", pattern.index];
}
