/** What a policy allows before and after, statement by statement. */
import { counted, listed } from "../../document/text";
import type { SecurityLine } from "../review";
import type { Value } from "../values/value";
import { added, combined, removed, type SecurityEffect, type SecurityFinding } from "./finding";
import { conditionInWords, inWords, isPublic, meaningOf, type Statement, statementsOf } from "./statement";

interface Change {
  readonly line: SecurityLine;
  /** Of the statement that it is about; else it denies. */
  readonly isAllow: boolean;
  readonly effect: SecurityEffect;
  /** The statement that stays, and what comes into it or goes from it; without parts, it is told whole. */
  readonly within?: { readonly statement: Statement; readonly parts: readonly string[] };
}

/** Parts of statements in a sentence; more are counted. */
const mostNamed = 3;

export type PolicyFinding = Pick<SecurityFinding, "effect" | "sentence" | "lines" | "opens">;

/** Undefined: both mean the same. */
export function policyChange(before: Value | undefined, after: Value | undefined): PolicyFinding | undefined {
  const olds = statementsOf(before);
  const news = statementsOf(after);
  if (olds === undefined || news === undefined) return unreadable(before, after);
  const changes = compare(olds, news);
  if (changes.length === 0) return undefined;
  const opened = news.find(
    (statement) => isPublic(statement) && !olds.some((old) => isPublic(old) && covers(old, statement)),
  );
  return {
    effect: combined(changes.map(({ effect }) => effect)),
    sentence: sentenceOf(changes),
    lines: changes.map(({ line }) => line),
    ...(opened === undefined ? {} : { opens: inWords(opened) }),
  };
}

/** Everybody may do already what the statement allows, as far as its words tell. */
function covers(old: Statement, { actions, resources }: Statement): boolean {
  return (
    actions.every((action) => old.actions.includes(action)) && resources.every((one) => old.resources.includes(one))
  );
}

function unreadable(before: Value | undefined, after: Value | undefined): PolicyFinding {
  const what =
    statementsOf(after) === undefined
      ? "its statements cannot be read before it is applied"
      : "its statements before cannot be read";
  const lines = [
    ...(statementsOf(before) ?? []).map((statement) => removed(inWords(statement))),
    ...(statementsOf(after) ?? []).map((statement) => added(inWords(statement))),
  ];
  return { effect: "changes", sentence: `changes, and ${what}`, lines };
}

/** Denials are named as such: what widens is not to read as what narrows. */
const verbs = [
  { isAllow: true, sign: "added", verb: "now allows" },
  { isAllow: false, sign: "removed", verb: "no longer denies" },
  { isAllow: true, sign: "removed", verb: "no longer allows" },
  { isAllow: false, sign: "added", verb: "now denies" },
] as const;

function sentenceOf(changes: readonly Change[]): string {
  const [only, ...others] = changes.map(({ line }) => line);
  if (only !== undefined && others.length === 0) return `${only.sign === "added" ? "now" : "no longer"} ${only.text}`;
  const statements = (some: readonly Change[]) => new Set(some.map(({ within }) => within?.statement)).size;
  const parts = changes.filter(({ within }) => within !== undefined && within.parts.length > 0);
  const changed = changes.filter(({ within }) => within?.parts.length === 0);
  const moved = verbs.flatMap(({ isAllow, sign, verb }) =>
    named(
      verb,
      parts.filter((change) => change.isAllow === isAllow && change.line.sign === sign),
    ),
  );
  const whole = (verb: "gets" | "loses", sign: SecurityLine["sign"]) =>
    [true, false].flatMap((isAllow) => {
      const some = changes.filter(
        (change) => change.within === undefined && change.isAllow === isAllow && change.line.sign === sign,
      );
      return some.length === 0 ? [] : [`${verb} ${counted(some.length, isAllow ? "statement" : "denial")}`];
    });
  return listed([
    ...(moved.length === 0 ? [] : [`${listed(moved)} in ${counted(statements(parts), "statement")}`]),
    ...(changed.length === 0 ? [] : [`changes ${counted(statements(changed), "statement")}`]),
    ...whole("gets", "added"),
    ...whole("loses", "removed"),
  ]);
}

/** `now allows arn:a and arn:b`, each once however many statements it is in. */
function named(verb: string, changes: readonly Change[]): string[] {
  const all = [...new Set(changes.flatMap(({ within }) => within?.parts ?? []))];
  if (all.length === 0) return [];
  const more = all.length - mostNamed;
  return [`${verb} ${listed(more > 0 ? [...all.slice(0, mostNamed), `${more} more`] : all)}`];
}

function compare(olds: readonly Statement[], news: readonly Statement[]): Change[] {
  const meansBefore = new Set(olds.map(meaningOf));
  const meansAfter = new Set(news.map(meaningOf));
  const gone = olds.filter((statement) => !meansAfter.has(meaningOf(statement)));
  const left = new Set(news.filter((statement) => !meansBefore.has(meaningOf(statement))));
  const changes = gone.flatMap((old) => {
    const successor = successorOf(old, left);
    if (successor === undefined) return [whole(old, "removed")];
    left.delete(successor);
    return within(old, successor);
  });
  return [...changes, ...[...left].map((statement) => whole(statement, "added"))];
}

/** The statement of the same name, else one that says something similar. */
function successorOf(old: Statement, candidates: ReadonlySet<Statement>): Statement | undefined {
  const among = [...candidates].filter(({ isAllow }) => isAllow === old.isAllow);
  return (
    among.find(({ sid }) => sid !== undefined && sid === old.sid) ??
    among.find((candidate) => differingParts(old, candidate).length === 1 && candidate.sid === undefined)
  );
}

const lists = ["actions", "resources", "principals"] as const;

function differingParts(old: Statement, next: Statement): ("actions" | "resources" | "principals" | "conditions")[] {
  const conditions = (statement: Statement) => statement.conditions.map(conditionInWords).join("\n");
  return [
    ...lists.filter((part) => old[part].join("\n") !== next[part].join("\n")),
    ...(conditions(old) === conditions(next) ? [] : ["conditions" as const]),
  ];
}

/** A statement of which one list changed is told by what came and went in it. */
function within(old: Statement, next: Statement): Change[] {
  const [part, ...others] = differingParts(old, next);
  if (part === undefined || others.length > 0) return replaced(old, next, "changes");
  if (part === "conditions") return conditionsOf(old, next);
  const { goes, comes } = difference(old[part], next[part]);
  if ([...goes, ...comes].some((text) => text.startsWith("all but "))) return replaced(old, next, "changes");
  return [
    ...(goes.length === 0 ? [] : [partly({ ...old, [part]: goes }, "removed", next, goes)]),
    ...(comes.length === 0 ? [] : [partly({ ...next, [part]: comes }, "added", next, comes)]),
  ];
}

function conditionsOf(old: Statement, next: Statement): Change[] {
  const values = (statement: Statement) =>
    new Map(statement.conditions.map((condition) => [condition.test, condition]));
  const [olds, news] = [values(old), values(next)];
  const { goes, comes } = difference([...olds.keys()], [...news.keys()]);
  const changed = [...olds.values()].filter((condition) => {
    const successor = news.get(condition.test);
    return successor !== undefined && conditionInWords(successor) !== conditionInWords(condition);
  });
  const [only, ...more] = changed;
  // Another condition lets fewer through, one that is gone more.
  if (only === undefined && goes.length === 0) return replaced(old, next, old.isAllow ? "narrows" : "widens");
  if (only === undefined && comes.length === 0) return replaced(old, next, old.isAllow ? "widens" : "narrows");
  const isNegated = only !== undefined && / .*(Not|Null)/.test(only.test);
  if (only === undefined || more.length + goes.length + comes.length > 0 || isNegated)
    return replaced(old, next, "changes");

  const ofValues = difference(only.values, news.get(only.test)?.values ?? []);
  const having = (statement: Statement, kept: readonly string[]): Statement => ({
    ...statement,
    conditions: statement.conditions.map((condition) =>
      condition.test === only.test ? { ...condition, values: kept } : condition,
    ),
  });
  return [
    ...(ofValues.goes.length === 0 ? [] : [partly(having(old, ofValues.goes), "removed", next, ofValues.goes)]),
    ...(ofValues.comes.length === 0 ? [] : [partly(having(next, ofValues.comes), "added", next, ofValues.comes)]),
  ];
}

function replaced(old: Statement, next: Statement, effect: SecurityEffect): Change[] {
  const within = { statement: next, parts: [] };
  return [
    { line: removed(inWords(old)), isAllow: old.isAllow, effect, within },
    { line: added(inWords(next)), isAllow: next.isAllow, effect, within },
  ];
}

function difference(before: readonly string[], after: readonly string[]) {
  const [olds, news] = [new Set(before), new Set(after)];
  return { goes: before.filter((text) => !news.has(text)), comes: after.filter((text) => !olds.has(text)) };
}

function whole(statement: Statement, sign: SecurityLine["sign"]): Change {
  const { isAllow } = statement;
  const widens = isAllow === (sign === "added");
  return { line: { sign, text: inWords(statement) }, isAllow, effect: widens ? "widens" : "narrows" };
}

/** @param statement as it is afterwards, of which `told` says only the parts that come or go */
function partly(told: Statement, sign: SecurityLine["sign"], statement: Statement, parts: readonly string[]): Change {
  return { ...whole(told, sign), within: { statement, parts } };
}
