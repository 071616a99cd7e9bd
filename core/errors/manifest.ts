/** Messages about the manifest, beyond its shape. */
import { counted, listed, quote, suggestion } from "../document/text";

/** A setting as messages name it: `memory 1024`, with ` (built-in)` or ` (from defaults)` where the reader would miss it. */
export interface Operand {
  readonly name: string;
  readonly value: number;
  /** Where the value comes from, if not from the place of the message. */
  readonly from?: string | undefined;
}

/** Each of these alone would let a deployment proceed. */
export interface Enough {
  readonly minimum: number;
  readonly maximum: number;
  readonly tasks: number | undefined;
}

/** Another service, as messages name it: `services[2] "metering"`. */
export interface OtherRule {
  readonly label: string;
  readonly priority: number;
  readonly pattern: string;
}

const operand = ({ name, value, from }: Operand) => `${name} ${value}${from === undefined ? "" : ` (${from})`}`;
const got = ({ value, from }: Operand) => `got ${value}${from === undefined ? "" : ` (${from})`}`;
const sentence = (because: string) => (because === "" ? "" : ` ${because}`);

const beforeAll = (rules: readonly OtherRule[]) => {
  const first = Math.min(...rules.map((rule) => rule.priority));
  return first > 1 ? `Give this service a priority below ${first}, or n` : "N";
};

export const manifestProblems = {
  /** At the upper of two settings that belong together: it is to exceed the lower one by `gap`. */
  upperTooSmall: (upper: Operand, lower: Operand, gap: number, because: string) =>
    `${got(upper)}, ${gap === 0 ? "less than" : gap === 1 ? "not more than" : `which is not at least ${gap} more than`} ${operand(lower)}. ` +
    `Raise ${upper.name} to at least ${lower.value + gap}.${sentence(because)}`,
  /** The same at the lower one. */
  lowerTooBig: (lower: Operand, upper: Operand, gap: number, because: string) =>
    `${got(lower)}, ${gap === 0 ? "more than" : gap === 1 ? "not less than" : `which is not at least ${gap} less than`} ${operand(upper)}. ` +
    `${upper.value - gap < 1 ? "Raise" : `Lower ${lower.name} to at most ${upper.value - gap}, or raise`} ${upper.name} to at least ${lower.value + gap}.${sentence(because)}`,

  deploymentStuck: (tasks: number, minimum: Operand, maximum: Operand, enough: Enough) =>
    `with ${counted(tasks, "task")}, ${operand(minimum)} lets none stop and ${operand(maximum)} lets none start: a deployment could never proceed. ` +
    `Raise ${maximum.name} to at least ${enough.maximum}, or lower ${minimum.name} to at most ${enough.minimum}` +
    `${enough.tasks === undefined ? "" : `, or run at least ${counted(enough.tasks, "task")}`}.`,

  duplicateName: (first: string, line: number) =>
    `the name is already taken by ${first} on line ${line}. Names are unique, those of retired services included.`,
  reservedName: (name: string, reason: string) => `got ${quote(name)}, ${reason}. Choose another name.`,
  composedName: (what: string, composed: string, problem: string, longest: number) =>
    `the ${what} would be named ${quote(composed)}, which ${problem}. Shorten the name to at most ${longest} characters.`,

  duplicatePriority: (priority: number, first: string, line: number, free: number | undefined) =>
    `got ${priority}, already used by ${first} on line ${line}. Take a free one${free === undefined ? "" : `, for example ${free}`}.`,
  duplicatePath: (pattern: string, first: string, line: number) =>
    `${quote(pattern)} is already a path of ${first} on line ${line}. One path leads to one service.`,
  shadowed: (pattern: string, by: readonly OtherRule[], priority: number) =>
    `${quote(pattern)} never gets a request: ${listed(by.map((rule) => `${quote(rule.pattern)} of ${rule.label} (priority ${rule.priority})`))} ` +
    `${by.length === 1 ? "matches" : "match"} all of it and ${by.length === 1 ? "is" : "are"} asked before priority ${priority}. ` +
    `${beforeAll(by)}arrow the other ${by.length === 1 ? "pattern" : "patterns"}.`,
  ambiguous: (pattern: string, other: OtherRule, example: string) =>
    `${quote(pattern)} and ${quote(other.pattern)} of ${other.label} (priority ${other.priority}) both match ${quote(example)}, and neither contains the other. ` +
    `Narrow one, so that it is clear which service answers.`,
  tooManyWildcards: (got: number, allowed: number, source: string) =>
    `has ${got} wildcards (* and ?) in all, a listener rule takes ${allowed} (${source}). Use fewer, or split the service.`,
  tooManyServices: (services: number, setting: string, quota: number, environmentName: string, advice: string) =>
    `has ${counted(services, "service")} in use, but ${setting} of environment ${environmentName} is ${quota}. ${advice}`,

  reservedVariable: (name: string, purpose: string) => `the platform sets ${name} itself (${purpose}). Remove it.`,
  secretByName: (name: string, entry: string) =>
    `the name says that this is a secret, and this file is no place for one. Put the value into Secrets Manager and name its entry instead: "secrets": { ${quote(name)}: ${quote(entry)} }. If the value was real, change it: it is in the history.`,
  secretByValue: (name: string, looks: string, entry: string) =>
    `the value looks like ${looks}, and this file is no place for a secret. Put the value into Secrets Manager and name its entry instead: "secrets": { ${quote(name)}: ${quote(entry)} }. If the value was real, change it: it is in the history.`,
  secretNotName: (looks: string) =>
    `this looks like ${looks}, not like the name of a Secrets Manager entry. Write the entry's name, for example "django-secret-key". If the value was real, change it: it is in the history.`,
  plainAndSecret: (name: string, other: string, line: number | undefined) =>
    `${name} is also set under ${other}${line === undefined ? "" : ` on line ${line}`}. A variable is either plain or secret: remove one.`,

  unknownEnvironment: (name: string, known: readonly string[]) =>
    `there is no environment ${quote(name)}. ${suggestion(name, known, "Known are")}`,
  duplicateSchedule: (name: string, index: number) =>
    `${quote(name)} is already the name of schedules[${index}]. Give each schedule its own name.`,
};
