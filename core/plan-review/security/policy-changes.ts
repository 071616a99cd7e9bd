/** What a policy allows before and after, statement by statement. */
import type { SecurityLine } from "../review";
import type { Value } from "../values/value";
import { added, combined, removed, type SecurityEffect, type SecurityFinding } from "./finding";
import { inWords, isPublic, meaningOf, type Statement, statementsOf } from "./statement";

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
  const wasPublic = olds.some(isPublic);
  const opened = wasPublic ? undefined : news.find(isPublic);
  return {
    effect: combined(changes.map(({ effect }) => effect)),
    sentence: sentenceOf(changes.map(({ line }) => line)),
    lines: changes.map(({ line }) => line),
    ...(opened === undefined ? {} : { opens: inWords(opened) }),
  };
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

const parts = ["actions", "resources", "principals", "conditions"] as const;

function differingParts(old: Statement, next: Statement) {
  return parts.filter((part) => old[part].join("\n") !== next[part].join("\n"));
}

/** A statement of which one list changed is told by what came and went in it. */
function within(old: Statement, next: Statement): Change[] {
  const [part, ...others] = differingParts(old, next);
  const isInverted = part !== undefined && [...old[part], ...next[part]].some((text) => text.startsWith("all but "));
  if (part === undefined || others.length > 0 || part === "conditions" || isInverted)
    return [
      { line: removed(inWords(old)), effect: "changes" },
      { line: added(inWords(next)), effect: "changes" },
    ];
  const goes = old[part].filter((text) => !next[part].includes(text));
  const comes = next[part].filter((text) => !old[part].includes(text));
  return [
    ...(goes.length === 0 ? [] : [whole({ ...old, [part]: goes }, "removed")]),
    ...(comes.length === 0 ? [] : [whole({ ...next, [part]: comes }, "added")]),
  ];
}

function whole(statement: Statement, sign: SecurityLine["sign"]): Change {
  const widens = statement.isAllow === (sign === "added");
  return { line: { sign, text: inWords(statement) }, effect: widens ? "widens" : "narrows" };
}
