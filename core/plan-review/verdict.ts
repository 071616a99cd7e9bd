/** The risk of resources and stacks, and the one sentence about all of them. */
import { counted, listed } from "../document/text";
import { countsInWords } from "./render/words";
import { type Counts, type Operation, type RedFinding, type Risk, type SecurityChange, type Verdict } from "./review";

/** Names in the sentence; more are counted. */
const mostNamed = 3;

export interface Found {
  readonly red: readonly RedFinding[];
  readonly operations: readonly Operation[];
  readonly security: readonly SecurityChange[];
}

/** @param changes whether anything but noise changes */
export function riskOf({ red, operations, security }: Found, changes: boolean): Risk {
  if (red.length > 0) return "red";
  if (operations.some(({ effect }) => effect === "interrupts")) return "interrupting";
  if (security.length > 0) return "security";
  if (operations.some(({ effect }) => effect === "restarts")) return "restarting";
  return changes ? "routine" : "none";
}

/** What the risk of a stack comes from: `2 red findings`, `interrupts database x`, `restarts billing`. */
export function reasonsOf({ red, operations, security }: Found): string[] {
  const subjects = (effect: Operation["effect"]) =>
    unique(operations.filter((operation) => operation.effect === effect).map(({ subject }) => subject));
  const [interrupts, restarts] = [subjects("interrupts"), subjects("restarts")];
  const widening = security.filter(({ effect }) => effect === "widens").length;
  return [
    ...(red.length === 0 ? [] : [counted(red.length, "red finding")]),
    ...(interrupts.length === 0 ? [] : [`interrupts ${named(interrupts)}`]),
    ...(restarts.length === 0 ? [] : [`restarts ${named(restarts)}`]),
    ...(security.length === 0
      ? []
      : [`${counted(security.length, "security change")}${widening === 0 ? "" : `, ${widening} widening`}`]),
  ];
}

export function verdictOf(found: Found, counts: Counts, risk: Risk): Verdict {
  return { risk, sentence: sentenceOf(found, counts, risk), counts };
}

function sentenceOf(found: Found, counts: Counts, risk: Risk): string {
  if (risk === "red") return redSentence(found.red);
  if (risk === "none")
    return countsInWords(counts) === "no change" ? "Nothing changes." : "Nothing changes but tags and the like.";
  const subjects = (effect: Operation["effect"]) =>
    unique(found.operations.filter((operation) => operation.effect === effect).map(({ subject }) => subject));
  return {
    interrupting: () => `No data is at risk; interrupted: ${named(subjects("interrupts"))}.`,
    security: () =>
      `No data is at risk and nobody is interrupted; ${counted(found.security.length, "security change")} to look at.`,
    restarting: () => `No data is at risk and nobody is interrupted; restarted: ${named(subjects("restarts"))}.`,
    routine: () => "No data is at risk, nobody is interrupted, nothing restarts.",
  }[risk]();
}

function redSentence(red: readonly RedFinding[]): string {
  const by = (...kinds: readonly RedFinding["kind"][]) => red.filter(({ kind }) => kinds.includes(kind));
  const labels = (some: readonly RedFinding[]) => unique(some.map(({ place }) => place.label));
  const lost = by("destroyed", "replaced");
  const isLost = ({ place }: RedFinding) =>
    lost.some((one) => one.place.stack === place.stack && one.place.address === place.address);
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ["data would be lost", labels(lost)],
    // What would be gone is named once, however its successor would be guarded.
    [
      "guards of data are weakened",
      labels(by("unprotected", "encryption-weakened", "backups-weakened").filter((finding) => !isLost(finding))),
    ],
    ["opened to more of the world", labels(by("exposed"))],
  ];
  const said = parts.filter(([, names]) => names.length > 0).map(([what, names]) => `${what}: ${named(names)}`);
  return capitalized(`${said.join("; ")}.`);
}

function named(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  return rest <= 0 ? listed(names) : listed([...names.slice(0, mostNamed), `${rest} more`]);
}

const unique = (texts: readonly string[]) => [...new Set(texts)];
const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
