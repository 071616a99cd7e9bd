/** The whole review for a terminal: 80 columns, the worst first, creations folded. */
import { counted } from "../../document/text";
import type { Review, Risk, StackReview } from "../review";
import { standingOf } from "./approval-lines";
import type { RenderOptions } from "./options";
import { byType, grouped, withReasons } from "./grouping";
import { countsLine, gateLines, originLine } from "./heading";
import { outline, type Entry, type Section, type Tone } from "./outline";
import { noPaint, type Paint } from "./paint";
import { countsInWords, differenceInWords, noiseInWords } from "./words";
import { wrap } from "./wrap";

/** Differences shown of one entry. */
const mostDifferences = 12;
/** A stack that creates more than this tells them by type. */
const mostCreations = 8;

/** Text without a line break at its end. */
export function renderTerminal(review: Review, options: RenderOptions = {}): string {
  const { paint = noPaint, width = 80 } = options;
  const noise = noiseInWords(review.noise);
  const sections = outline(review, options);
  const red = sections.filter(({ id }) => id === "red" || id === "checks");
  const rest = sections.filter((section) => !red.includes(section));
  const blocks = [
    [
      ...wrap(review.verdict.sentence, width).map(colourOf(review.verdict.risk, paint)),
      ...wrap(countsLine(review), width),
      ...wrap(originLine(options), width).map((line) => (line === "" ? line : paint.dim(line))),
      ...gateLines(options).flatMap((line) => wrap(line, width)),
    ].filter((line) => line !== ""),
    ...red.map((section) => sectionLines(section, paint, width)),
    stackTable(review.stacks, options, width),
    ...rest.map((section) => sectionLines(section, paint, width)),
    noise === "" ? [] : wrap(noise, width).map(paint.dim),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function sectionLines({ id, title, note, entries }: Section, paint: Paint, width: number): string[] {
  const head = `${title} (${entries.length})`;
  return [
    (id === "red" ? paint.red : paint.bold)(head),
    ...(note === undefined ? [] : wrap(note, width).map(paint.dim)),
    ...(id === "changes"
      ? changesByStack(entries, paint, width)
      : entries.flatMap((one) => entryLines(one, paint, width))),
  ];
}

function changesByStack(entries: readonly Entry[], paint: Paint, width: number): string[] {
  return [...grouped(entries, ({ stack = "" }) => stack)].flatMap(([stack, here]) => {
    const { notes, entries: all } = withReasons(here);
    const created = all.filter(({ mark }) => mark === "+");
    const isFolded = created.length > mostCreations;
    const shown = isFolded ? all.filter(({ mark }) => mark !== "+") : all;
    return [
      paint.bold(stack),
      ...notes.flatMap((note) => wrap(note, width, "      ").map(paint.dim)),
      ...shown.flatMap((one) => entryLines(withoutPlace(one), paint, width)),
      ...(isFolded ? wrap(`${created.length} created: ${byType(created)}`, width, "    + ", "      ") : []),
    ];
  });
}

/** The stack stands above; a creation's address says no more than its label. */
function withoutPlace({ stack: _stack, address, ...rest }: Entry): Entry {
  return rest.mark === "+" || address === undefined ? rest : { ...rest, address };
}

function entryLines({ mark, tone, title, stack, address, lines, differences }: Entry, paint: Paint, width: number) {
  const lead = ` ${mark.padStart(3)} `;
  const [head = "", ...tail] = wrap(title, width, lead, "      ");
  const place = [stack, address].filter((part) => part !== undefined).join("  ");
  // What a creation sets is known to whoever wrote it.
  const shown = mark === "+" ? [] : differences.slice(0, mostDifferences);
  const more = mark === "+" ? 0 : differences.length - shown.length;
  return [
    head.replace(mark, () => paintOf(tone, paint)(mark)),
    ...tail,
    ...(place === "" ? [] : wrap(place, width, "      ").map(paint.dim)),
    ...lines.flatMap((line) => wrap(line, width, "      ", "        ")),
    ...shown.flatMap((one) => wrap(differenceInWords(one), width, "        ", "          ")),
    ...(more > 0 ? [`        and ${more} more`] : []),
  ];
}

/** Stacks that change, a line each; the others in one. */
function stackTable(stacks: readonly StackReview[], { gate, paint = noPaint }: RenderOptions, width: number): string[] {
  if (stacks.length < 2) return [];
  const changing = stacks.filter(({ risk }) => risk !== "none");
  const still = stacks.length - changing.length;
  const name = Math.max(0, ...changing.map(({ stack }) => stack.length));
  const standings = changing.map((stack) => standingOf(stack, gate));
  const longest = Math.max(0, ...standings.map(({ length }) => length));
  return [
    paint.bold("Stacks, in the order of deployment"),
    ...changing.flatMap((stack) => {
      const standing = standingOf(stack, gate);
      const first = `  ${stack.stack.padEnd(name)}  ${standing.padEnd(longest)}  `;
      const said = [countsInWords(stack.counts), ...stack.reasons].join("; ");
      const [head = "", ...tail] = wrap(said, width, first, " ".repeat(first.length));
      return [head.replace(standing, colourOf(standing, paint)), ...tail];
    }),
    ...(still > 0 ? [paint.dim(`  ${counted(still, "stack")} without a change`)] : []),
  ];
}

function colourOf(risk: Risk | "approved", paint: Paint): (text: string) => string {
  if (risk === "red") return paint.red;
  if (risk === "approved") return paint.green;
  return ["interrupting", "security"].includes(risk) ? paint.yellow : paint.bold;
}

function paintOf(tone: Tone, paint: Paint): (text: string) => string {
  return { red: paint.red, amber: paint.yellow, green: paint.green, plain: paint.bold }[tone];
}
