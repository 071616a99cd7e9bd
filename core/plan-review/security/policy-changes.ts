/** What a policy allows before and after, statement by statement. */
import type { SecurityLine } from "../review";
import type { Value } from "../values/value";
import { added, combined, removed, type SecurityEffect, type SecurityFinding } from "./finding";
import { conditionInWords, inWords, isPublic, meaningOf, type Statement, statementsOf } from "./statement";

interface Change {
  readonly line: SecurityLine;
  readonly effect: SecurityEffect;
}

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
    sentence: sentenceOf(changes.map(({ line }) => line)),
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

function sentenceOf(lines: readonly SecurityLine[]): string {
  const comes = lines.filter(({ sign }) => sign === "added");
  const goes = lines.filter(({ sign }) => sign === "removed");
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return `${only.sign === "added" ? "now" : "no longer"} ${only.text}`;
  const statements = (count: number) => `${count} statement${count === 1 ? "" : "s"}`;
  if (goes.length === 0) return `gets ${statements(comes.length)}`;
  return comes.length === 0
    ? `loses ${statements(goes.length)}`
    : `gets ${statements(comes.length)} and loses ${goes.length}`;
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
    ...(goes.length === 0 ? [] : [whole({ ...old, [part]: goes }, "removed")]),
    ...(comes.length === 0 ? [] : [whole({ ...next, [part]: comes }, "added")]),
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
    ...(ofValues.goes.length === 0 ? [] : [whole(having(old, ofValues.goes), "removed")]),
    ...(ofValues.comes.length === 0 ? [] : [whole(having(next, ofValues.comes), "added")]),
  ];
}

function replaced(old: Statement, next: Statement, effect: SecurityEffect): Change[] {
  return [
    { line: removed(inWords(old)), effect },
    { line: added(inWords(next)), effect },
  ];
}

function difference(before: readonly string[], after: readonly string[]) {
  const [olds, news] = [new Set(before), new Set(after)];
  return { goes: before.filter((text) => !news.has(text)), comes: after.filter((text) => !olds.has(text)) };
}

function whole(statement: Statement, sign: SecurityLine["sign"]): Change {
  const widens = statement.isAllow === (sign === "added");
  return { line: { sign, text: inWords(statement) }, effect: widens ? "widens" : "narrows" };
}
