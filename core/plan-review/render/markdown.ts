/**
 * The review as a comment on a pull request. A comment holds 65,536 characters: what does not fit is shortened, and then
 * left out, the least important first; the red part stays whole as long as it fits alone, and no finding is left out.
 */
import type { Difference, Review, StackReview } from "../review";
import type { Gate } from "../gate";
import { standingOf } from "./approval-lines";
import { fit, type Block } from "./fit";
import { code, escapeMarkdown as text } from "./markdown-text";
import type { RenderOptions } from "./options";
import { byType, grouped, withReasons } from "./grouping";
import { countsLine, gateLines, originLine } from "./heading";
import { outline, type Entry, type Section } from "./outline";
import { countsInWords, noiseInWords, wordOf } from "./words";

/** Characters of a comment on GitHub: its API refuses more ("body is too long (maximum is 65536 characters)"). */
export const commentLimitCharacters = 65_536;
/** Left for the line that says what is left out. */
const reservedCharacters = 600;

/** From what is left out last to what is left out first. */
const importance = [
  "red",
  "checks",
  "operation",
  "security",
  "waiting",
  "unknown",
  "drift",
  "moved",
  "changes",
  "outputs",
] as const satisfies readonly Section["id"][];

/** Ends with a line break. Longer than the limit only where the red findings are, without their details. */
export function renderMarkdown(review: Review, options: RenderOptions = {}): string {
  const sections = outline(review, options);
  const blocks: readonly Block[] = [
    { name: "verdict", rank: Infinity, forms: [head(review, options)] },
    ...sections.filter(isLoud).map(loud),
    { name: "the table of stacks", rank: importance.length, forms: stackForms(review.stacks, options.gate) },
    ...sections.filter((section) => !isLoud(section)).flatMap(quiet),
    { name: "what is not shown", rank: -1, forms: [text(noiseInWords(review.noise)), ""] },
  ];
  const { texts, shortened } = fit(blocks, commentLimitCharacters - reservedCharacters);
  const note =
    shortened.length === 0
      ? []
      : [
          `_A comment is limited. Shortened or left out: ${shortened.map(text).join(", ")}. The HTML review has everything._`,
        ];
  return `${[...texts.filter((block) => block !== ""), ...note].join("\n\n")}\n`;
}

function head(review: Review, options: RenderOptions): string {
  const { risk, sentence } = review.verdict;
  const sign = { red: "🔴", interrupting: "🟠", security: "🟠", restarting: "🟡", routine: "🟢", none: "⚪" }[risk];
  return [
    `### ${sign} ${text(sentence)}`,
    [countsLine(review), originLine(options)]
      .filter((line) => line !== "")
      .map(text)
      .join("  \n"),
    ...gateLines(options).map((line) => `**${text(line)}**`),
  ]
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}

const isLoud = ({ id }: Section) => id === "red" || id === "checks";

/** Shown unfolded; details go when all else is gone, a finding never. */
function loud(section: Section): Block {
  const lines = (show: (entry: Entry) => string[]) =>
    [
      `#### ${section.title} (${section.entries.length})`,
      section.entries.map((entry) => show(entry).join("\n")).join("\n"),
    ].join("\n\n");
  return {
    name: section.title,
    rank: Infinity,
    forms: [lines(fullEntry), lines(shortEntry)],
  };
}

/** Folded; changes by stack, so that the least of them go first. */
function quiet(section: Section): Block[] {
  const rank = importance.length - importance.indexOf(section.id) - 1;
  if (section.id !== "changes") {
    const title = `${section.title} (${section.entries.length})`;
    const isOpen = section.id === "operation" || section.id === "security";
    const show = (entry: (one: Entry) => string[]) => folded(title, section.entries.flatMap(entry), isOpen);
    return [{ name: section.title.toLowerCase(), rank, forms: [show(fullEntry), show(shortEntry), ""] }];
  }
  return [...grouped(section.entries, ({ stack = "" }) => stack)].map(([stack, here]) => {
    const { notes, entries } = withReasons(here);
    const show = (entry: (one: Entry) => string[]) => {
      const lines = [...notes.flatMap((note) => [text(note), ""]), ...entries.flatMap(entry)];
      return folded(`${stack}: ${tally(here)}`, lines, false);
    };
    return {
      name: "changes",
      rank: rank + urgency(here),
      forms: [
        show(withoutStack(fullEntry)),
        show(withoutStack(creationsShort)),
        show(withoutStack(shortEntry)),
        `${text(stack)}: ${text(byType(here))}`,
        "",
      ],
    };
  });
}

/** Between 0 and 1: stacks that only create go first. */
function urgency(entries: readonly Entry[]): number {
  return entries.some(({ tone }) => tone === "red") ? 0.6 : entries.some(({ mark }) => mark !== "+") ? 0.3 : 0;
}

function tally(entries: readonly Entry[]): string {
  return [...grouped(entries, ({ mark }) => wordOf(mark))].map(([word, all]) => `${all.length} ${word}`).join(", ");
}

function folded(title: string, lines: readonly string[], isOpen: boolean): string {
  return [`<details${isOpen ? " open" : ""}><summary>${text(title)}</summary>`, lines.join("\n"), "</details>"].join(
    "\n\n",
  );
}

function fullEntry({ differences, ...entry }: Entry): string[] {
  return [
    ...shortEntry({ ...entry, differences: [] }),
    ...entry.lines.map((line) => `  - ${lineText(line)}`),
    ...differences.map((difference) => `  - ${differenceText(difference)}`),
  ];
}

function shortEntry({ mark, title, stack, address }: Entry): string[] {
  const place = [stack, address].filter((part) => part !== undefined);
  return [
    `- ${mark === "" ? "" : `${code(mark)} `}${text(title)}${place.length === 0 ? "" : `  \n  ${place.map(code).join(" ")}`}`,
  ];
}

/** A sign at the beginning is no bullet of a list within the list. */
function lineText(line: string): string {
  const [, sign, rest] = /^([+-]) (.*)$/s.exec(line) ?? [];
  return sign === undefined || rest === undefined ? text(line) : `${code(sign)} ${text(rest)}`;
}

const creationsShort = (entry: Entry) => (entry.mark === "+" ? shortEntry(entry) : fullEntry(entry));

function withoutStack(show: (entry: Entry) => string[]): (entry: Entry) => string[] {
  return ({ stack: _stack, ...entry }) => show(entry);
}

function differenceText({ path, before, after, forcesReplacement }: Difference): string {
  const forces = forcesReplacement ? " **forces replacement**" : "";
  if (before.kind === "sensitive" || after.kind === "sensitive")
    return `${text(path.join(" > "))}: changes, sensitive${forces}`;
  return `${text(path.join(" > "))}: ${code(before.text)} → ${code(after.text)}${forces}`;
}

/** Whole, then without the stacks that do not change. */
function stackForms(stacks: readonly StackReview[], gate: Gate | undefined): readonly string[] {
  if (stacks.length < 2) return [""];
  const row = (review: StackReview) =>
    `| ${text(review.stack)} | ${standingOf(review, gate)} | ${countsInWords(review.counts)} | ${text(review.reasons.join("; "))} |`;
  const table = (rows: readonly StackReview[]) =>
    ["| stack | risk | changes | because |", "| --- | --- | --- | --- |", ...rows.map(row)].join("\n");
  return [table(stacks), table(stacks.filter(({ risk }) => risk !== "none"))];
}
