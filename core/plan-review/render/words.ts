/** Words that every rendering shares. */
import { counted } from "../../document/text";
import type { Action, Counts, Difference, Noise } from "../review";

/** As Terraform marks them; a replacement that creates first is `+/-`. */
export function signOf(action: Action, createBeforeDestroy = false): string {
  if (action === "replace") return createBeforeDestroy ? "+/-" : "-/+";
  return { create: "+", update: "~", destroy: "-", forget: ".", read: "<=", none: " " }[action];
}

/** `created` for `+`; what has no word is as it is. */
export function wordOf(mark: string): string {
  const words: Readonly<Record<string, string>> = {
    "+": "created",
    "~": "updated",
    "-": "destroyed",
    "-/+": "replaced",
    "+/-": "replaced",
    ".": "forgotten",
  };
  return words[mark] ?? mark;
}

/** `1 created, 2 updated, 1 replaced`; `no change` when nothing happens. */
export function countsInWords(counts: Counts): string {
  const parts: readonly (readonly [number, string])[] = [
    [counts.create, "created"],
    [counts.update, "updated"],
    [counts.replace, "replaced"],
    [counts.destroy, "destroyed"],
    [counts.import, "imported"],
    [counts.move, "moved"],
    [counts.forget, "forgotten"],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return said.length === 0 ? "no change" : said.join(", ");
}

/** `memory 768 -> 1024`, `environment > DEBUG set to "1"`, `aliases gains "x"`, `rule gains rate-limit: { ... }`. */
export function differenceInWords(difference: Difference): string {
  const { path, before, after, forcesReplacement, element } = difference;
  const name = path.join(" > ");
  const forces = forcesReplacement ? " (forces replacement)" : "";
  if (element !== undefined) return `${elementInWords(difference)}${forces}`;
  if (before.kind === "none") return `${name} set to ${after.text}${forces}`;
  if (after.kind === "none") return `${name} removed, was ${before.text}${forces}`;
  if (before.kind === "sensitive" || after.kind === "sensitive") return `${name} changes, sensitive${forces}`;
  return `${name} ${before.text} -> ${after.text}${forces}`;
}

/** What comes or goes, by its key where it has one: its number says nothing. */
function elementInWords({ path, before, after, element }: Difference): string {
  const [verb, value] = before.kind === "none" ? ["gains", after.text] : ["loses", before.text];
  if (element === "unkeyed") return `${path.join(" > ")} ${verb} ${value}`;
  const key = path.at(-1) ?? "";
  const isEmpty = /^\{ *\}$/.test(value);
  const what = /^\[\d+\]$/.test(key) ? value : isEmpty ? key : `${key}: ${value}`;
  const holder = path.slice(0, -1).join(" > ");
  return `${holder === "" ? "" : `${holder} `}${verb} ${what}`;
}

/** `Not shown: 12 tags, 3 computed values; 4 resources change by nothing else.` Empty when there is none. */
export function noiseInWords(noise: Noise): string {
  const parts: readonly (readonly [number, string])[] = [
    [noise.tags, "tag"],
    [noise.timestamps, "timestamp"],
    [noise.order, "change of order"],
    [noise.computed, "computed value"],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, noun]) => plural(count, noun));
  if (said.length === 0) return "";
  const alone = noise.resources === 0 ? "" : `; ${counted(noise.resources, "resource")} with nothing else`;
  return `Not shown: ${said.join(", ")}${alone}.`;
}

function plural(count: number, noun: string): string {
  return noun === "change of order" && count !== 1 ? `${count} changes of order` : counted(count, noun);
}
