/** A review in a few lines: what is red, what it means in operation, and what changes in each stack. */
import { counted } from "../../document/text";
import type { ResourceReview, Review, StackReview } from "../review";
import { withWidgets } from "./dashboard";
import { grouped } from "./grouping";
import { noPaint, type Paint } from "./paint";
import { countsInWords, differenceInWords, noiseInWords, signOf } from "./words";
import { wrap } from "./wrap";

/** Differences shown of one resource; the full review shows the rest. */
const mostDifferences = 4;

export interface SummaryOptions {
  readonly paint?: Paint;
  /** Characters of a line. */
  readonly width?: number;
}

/** Text without a line break at its end. */
export function renderSummary(review: Review, { paint = noPaint, width = 80 }: SummaryOptions = {}): string {
  const { verdict, red, operations, security, stacks, resources, noise } = review;
  const colour = verdict.risk === "red" ? paint.red : verdict.risk === "interrupting" ? paint.yellow : paint.bold;
  const said = operations.filter(({ effect }) => effect !== "metadata");
  const left = noiseInWords(noise);
  const blocks = [
    wrap(verdict.sentence, width).map(colour),
    red.flatMap(({ sentence }) => wrap(sentence, width, "! ", "  ")).map(paint.red),
    said.flatMap(({ subject, sentence }) => wrap(`${subject}: ${sentence}`, width)),
    securityLines(security, paint, width),
    ...stacks.map((stack) =>
      stackLines(
        stack,
        resources.filter(({ place }) => place.stack === stack.stack),
        paint,
        width,
      ),
    ),
    left === "" ? [] : wrap(left, width).map(paint.dim),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** Every change of security there is, a sentence each; the same one of several resources once, with where they are. */
function securityLines(security: Review["security"], paint: Paint, width: number): string[] {
  if (security.length === 0) return [];
  const groups = grouped(security, ({ place, effect, sentence }) => `${place.type} ${effect} ${sentence}`);
  return [
    `${paint.bold("Security")}  ${counted(security.length, "change")} of who may do or reach what`,
    ...[...groups.values()].flatMap(([first, ...others]) => [
      ...(first === undefined ? [] : wrap(`${first.place.label} ${first.sentence}`, width, "    ", "      ")),
      ...likewise(others, width),
    ]),
  ];
}

function likewise(others: Review["security"], width: number): string[] {
  if (others.length === 0) return [];
  const places = others.map(({ place }) => `${place.stack}/${place.address}`);
  return wrap(`and ${others.length} more like it: ${places.join(", ")}`, width, "      ", "        ");
}

/** The stack and its resources; nothing of a stack that does not change. */
function stackLines(
  { stack, counts }: StackReview,
  resources: readonly ResourceReview[],
  paint: Paint,
  width: number,
): string[] {
  if (resources.length === 0) return [];
  return [
    `${paint.bold(stack)}  ${countsInWords(counts)}`,
    ...resources.flatMap((resource) => resourceLines(resource, paint, width)),
  ];
}

function resourceLines(resource: ResourceReview, paint: Paint, width: number): string[] {
  const { action, createBeforeDestroy, place } = resource;
  const { lines, differences } = withWidgets(resource.differences);
  const sign = signOf(action, createBeforeDestroy).padStart(3);
  const colour = { create: paint.green, destroy: paint.red, replace: paint.yellow }[String(action)] ?? paint.bold;
  // What a creation sets is known to whoever wrote it.
  const shown = action === "update" || action === "replace" ? differences.slice(0, mostDifferences) : [];
  const more = action === "create" ? 0 : differences.length - shown.length;
  const [head = "", ...tail] = wrap(place.label, width, `  ${sign} `, "      ");
  return [
    head.replace(sign, colour(sign)),
    ...tail,
    ...lines.flatMap((line) => wrap(line, width, "        ", "          ")),
    ...shown.flatMap((difference) => wrap(differenceInWords(difference), width, "        ", "          ")),
    ...(more > 0 ? [`        and ${more} more`] : []),
  ];
}
