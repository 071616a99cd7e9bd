/** The review as one HTML file that needs nothing else: no network, light and dark, keyboard, print. */
import type { Difference, Review, Risk, StackReview } from "../../review";
import type { RenderOptions } from "../options";
import type { Gate } from "../../gate";
import { notApprovedLine, standingOf } from "../approval-lines";
import { byType, grouped, withReasons } from "../grouping";
import { countsLine, gateLines, originLine } from "../heading";
import { outline, type Entry, type Section } from "../outline";
import { noiseInWords, wordOf } from "../words";
import { escapeHtml as text } from "./escape";
import { script } from "./script";
import { style } from "./style";

/** Sections that are open when the page is. */
const open: readonly Section["id"][] = ["red", "checks", "operation", "security", "waiting"];

/** Ends with a line break. */
export function renderHtml(review: Review, options: RenderOptions = {}): string {
  const sections = outline(review, options);
  const loud = sections.filter(({ id }) => id === "red" || id === "checks");
  const rest = sections.filter((section) => !loud.includes(section));
  const title = `Plan review${options.origin?.environment === undefined ? "" : `: ${options.origin.environment}`}`;
  const noise = noiseInWords(review.noise);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${text(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header class="verdict ${review.verdict.risk}">
<p class="origin">${text(["Plan review", originLine(options)].filter((part) => part !== "").join(" · "))}</p>
<h1>${text(review.verdict.sentence)}</h1>
${paragraph(countsLine(review))}
${gateLines(options)
  .map((line) => `<p class="gate">${text(line)}</p>`)
  .join("\n")}
</header>
<main>
${loud.map(sectionHtml).join("\n")}
${stackTable(review.stacks, options.gate)}
${pictureHtml(options.picture)}
${tools(sections)}
${rest.map((section) => (section.id === "changes" ? changesHtml(section) : sectionHtml(section))).join("\n")}
${noise === "" ? "" : `<p class="noise">${text(noise)}</p>`}
${planTable(review.stacks)}
</main>
<script>${script}</script>
</body>
</html>
`;
}

const paragraph = (line: string) => (line === "" ? "" : `<p>${text(line)}</p>`);

function sectionHtml({ id, title, note, entries }: Section): string {
  return `<section id="${id}" class="${id}">
<details${open.includes(id) ? " open" : ""}><summary><h2>${text(title)} <small>${entries.length}</small></h2></summary>
${note === undefined ? "" : `<p class="note">${text(note)}</p>`}
<ul class="entries">
${entries.map((entry) => entryHtml(entry, false)).join("\n")}
</ul></details></section>`;
}

/** By stack, folded; what a stack creates is told by type in its line. */
function changesHtml({ title, entries }: Section): string {
  const stacks = [...grouped(entries, ({ stack = "" }) => stack)].map(([stack, here]) => {
    const tally = [...grouped(here, ({ mark }) => wordOf(mark))].map(
      ([word, all]) => `<span class="${all[0]?.tone ?? "plain"}">${all.length}&nbsp;${text(word)}</span>`,
    );
    const { notes, entries: all } = withReasons(here);
    return `<details class="stack"><summary><b>${text(stack)}</b> <span class="tally">${tally.join(", ")}</span> <span class="types">${text(byType(here))}</span></summary>
${notes.map((note) => `<p class="note">${text(note)}</p>`).join("\n")}
<ul class="entries">
${all.map((entry) => entryHtml(entry, true)).join("\n")}
</ul></details>`;
  });
  return `<section id="changes"><h2>${text(title)} <small>${entries.length}</small></h2>
${stacks.join("\n")}
</section>`;
}

function entryHtml(entry: Entry, isFolded: boolean): string {
  const { mark, tone, title, stack, address, lines, differences } = entry;
  const place = [isFolded ? undefined : stack, address].filter((part) => part !== undefined);
  const head = `<span class="mark ${tone}">${text(mark)}</span><span class="title">${text(title)}</span>`;
  const body = [
    place.length === 0 ? "" : `<p class="place">${place.map((part) => `<code>${text(part)}</code>`).join(" ")}</p>`,
    ...lines.map((line) => `<p class="line ${lineTone(line)}">${text(line)}</p>`),
    differenceTable(differences),
  ].join("");
  if (!isFolded || body === "") return `<li class="entry ${tone}"><p class="head">${head}</p>${body}</li>`;
  return `<li class="entry ${tone}"><details><summary class="head">${head}</summary>${body}</details></li>`;
}

/** Lines of statements that come or go begin with their sign. */
function lineTone(line: string): string {
  if (/^Approved( by |:|\.)/.test(line)) return "approved";
  if (line === notApprovedLine) return "blocked";
  return line.startsWith("+ ") ? "added" : line.startsWith("- ") ? "removed" : "";
}

function differenceTable(differences: readonly Difference[]): string {
  if (differences.length === 0) return "";
  const isSet = differences.every(({ before }) => before.kind === "none");
  const row = ({ path, before, after, forcesReplacement }: Difference) => {
    const name = path.map((step) => text(step)).join(' <span class="step">›</span> ');
    const forces = forcesReplacement ? ' <em class="forces">forces replacement</em>' : "";
    const cell = (shown: Difference["before"], side: string) =>
      `<td class="${side} ${shown.kind}">${text(shown.text)}</td>`;
    return `<tr><th scope="row">${name}${forces}</th>${isSet ? "" : cell(before, "before")}${cell(after, "after")}</tr>`;
  };
  const columns = isSet ? ["argument", "value"] : ["argument", "before", "after"];
  return `<div class="scroll" tabindex="0"><table class="differences"><thead><tr>${columns
    .map((column) => `<th scope="col">${column}</th>`)
    .join("")}</tr></thead><tbody>${differences.map(row).join("")}</tbody></table></div>`;
}

const riskWords: Readonly<Record<Risk | "approved", string>> = {
  red: "red",
  approved: "approved",
  interrupting: "interrupts",
  security: "security",
  restarting: "restarts",
  routine: "routine",
  none: "no change",
};

function stackTable(stacks: readonly StackReview[], gate: Gate | undefined): string {
  if (stacks.length < 2) return "";
  const columns = ["create", "update", "replace", "destroy"] as const;
  const row = (review: StackReview) => {
    const { stack, risk, counts, reasons } = review;
    const standing = standingOf(review, gate);
    return `<tr class="${risk === "none" ? "still" : ""}"><th scope="row">${text(stack)}</th><td><span class="chip ${standing}">${riskWords[standing]}</span></td>${columns
      .map((column) => `<td class="count ${counts[column] === 0 ? "zero" : column}">${counts[column]}</td>`)
      .join("")}<td class="reasons">${text(reasons.join("; "))}</td></tr>`;
  };
  return `<section id="stacks"><h2>Stacks <small>in the order of deployment</small></h2>
<div class="scroll" tabindex="0"><table class="stacks"><thead><tr><th scope="col">stack</th><th scope="col">risk</th>${columns
    .map((column) => `<th scope="col">${column}</th>`)
    .join("")}<th scope="col">because</th></tr></thead><tbody>
${stacks.map(row).join("\n")}
</tbody></table></div></section>`;
}

function pictureHtml(picture: string | undefined): string {
  if (picture === undefined) return "";
  return `<section id="picture"><h2>Picture</h2>
<div class="scroll picture" tabindex="0">${picture}</div></section>`;
}

/** Shown by the script only: without it they would do nothing. */
function tools(sections: readonly Section[]): string {
  if (sections.length === 0) return "";
  return `<form class="tools" role="search" hidden><label>Find <input type="search" name="find" placeholder="name, address, argument" autocomplete="off"></label>
<button type="button" name="expand">Unfold all</button> <button type="button" name="collapse">Fold all</button>
<output name="found" aria-live="polite"></output></form>`;
}

/** What the plans are: folded, for whoever audits. */
function planTable(stacks: readonly StackReview[]): string {
  const row = ({ stack, toolVersion = "", plannedAt = "", sha256 = "" }: StackReview) =>
    `<tr><th scope="row">${text(stack)}</th><td>${text(toolVersion)}</td><td>${text(plannedAt)}</td><td><code>${text(sha256)}</code></td></tr>`;
  return `<section id="plans"><details><summary><h2>The plans themselves <small>${stacks.length}</small></h2></summary>
<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">stack</th><th scope="col">made by</th><th scope="col">planned</th><th scope="col">SHA-256</th></tr></thead><tbody>
${stacks.map(row).join("\n")}
</tbody></table></div></details></section>`;
}
