/** `smart360 add <name>`: a new entry in `services.json`. */
import { editRefused, fieldsMissing } from "../../core/errors";
import { addService, manifestFile, nextPriority } from "../../core/manifest/edit";
import { type Field, problemOf, serviceFields, serviceFrom } from "../../core/manifest/fields";
import { builtIn, dataUses } from "../../core/manifest/schema";
import { parseJson } from "../../core/document/parse";
import { at } from "../../core/document/plain";
import type { Console } from "../console";
import { asking, askSome, askText, canAsk, confirm } from "../editing/ask";
import { carryOut, type EditOptions, prepare } from "../editing/edit";
import { readManifestText } from "../editing/file";
import { readForAll } from "../editing/validate";

export interface AddOptions extends EditOptions {
  readonly name: string;
  /** What the options say: texts by the option's flag. */
  readonly given: ReadonlyMap<string, readonly string[]>;
}

export async function add(options: AddOptions, out: Console): Promise<number> {
  const { root, name, yes, json, dryRun } = options;
  const isAsking = !yes && !json && canAsk();
  return asking(async () => {
    const text = readManifestText(root);
    // A file that is wrong is told before anything is asked.
    prepare(root, (before) => before);
    const proposals = proposalsFor(name, text);
    if (isAsking) refuseName(root, name, proposals, text);
    const given = isAsking
      ? await ask(options.given, proposals, text)
      : complete(options.given, yes ? proposals : new Map(), proposals);
    const service = serviceFrom(name, given);
    const edit = prepare(root, (before) => addService(before, service));
    const question = isAsking && !dryRun ? () => confirm("Write it?", true) : undefined;
    return carryOut(edit, options, out, question, { service });
  });
}

/** What is wrong with the name is told before anything is asked: an entry with nothing else to find fault with is tried. */
function refuseName(root: string, name: string, proposals: ReadonlyMap<string, string>, text: string): void {
  const filled = new Map([["--description", "A service"], ["--owner", "team"], ...proposals]);
  const trial = serviceFrom(name, new Map([...filled].map(([flag, value]) => [flag, [value]])));
  const issues = readForAll(root, addService(text, trial)).issues ?? [];
  const [first, ...rest] = issues.filter(({ where }) => where.endsWith(" > name"));
  if (first !== undefined) throw editRefused(manifestFile, [first, ...rest]);
}

/** What is taken for fields that are not given, by flag. */
function proposalsFor(name: string, text: string): ReadonlyMap<string, string> {
  const priority = nextPriority(text);
  return new Map([
    ["--path", `/api/${name}/*`],
    ...(priority === undefined ? [] : [["--priority", String(priority)] as const]),
  ]);
}

function complete(
  given: AddOptions["given"],
  taken: ReadonlyMap<string, string>,
  proposals: ReadonlyMap<string, string>,
): AddOptions["given"] {
  const all = new Map([...[...taken].map(([flag, text]) => [flag, [text]] as const), ...given]);
  const missing = serviceFields.filter(({ isRequired, flag }) => isRequired && !all.has(flag)).map(({ flag }) => flag);
  if (missing.length > 0)
    throw fieldsMissing(
      missing,
      missing.filter((flag) => proposals.has(flag)),
    );
  return all;
}

const sizeFlags = ["--cpu", "--memory", "--memory-reservation"];

/** Asks for what is required, for what it uses and for its sizes, as far as no option says it. */
async function ask(
  given: AddOptions["given"],
  proposals: ReadonlyMap<string, string>,
  text: string,
): Promise<AddOptions["given"]> {
  const answers = new Map(given);
  const defaults = { ...builtIn, ...asObject(at(parseJson(text, "").document?.value, ["defaults"])) };
  for (const field of serviceFields.filter(({ isRequired, flag }) => isRequired && !given.has(flag)))
    answers.set(field.flag, [
      await askText(questionOf(field), proposals.get(field.flag), (answer) => problemOf(field, answer)),
    ]);

  if (!given.has("--uses")) {
    const usual = asList(at(defaults, ["uses"]));
    const uses = await askSome(
      "Which shared data does it use?",
      dataUses.map((value) => ({ value, checked: usual.includes(value) })),
    );
    if (uses.join() !== dataUses.filter((use) => usual.includes(use)).join())
      answers.set("--uses", [JSON.stringify(uses)]);
  }
  const sizes = serviceFields.filter(({ flag }) => sizeFlags.includes(flag) && !given.has(flag));
  const usual = (field: Field) => String(at(defaults, field.path));
  const summary = sizes.map((field) => `${field.path.join(".")} ${usual(field)}`).join(", ");
  if (sizes.length > 0 && !(await confirm(`Its sizes: ${summary}. Keep them?`, true))) {
    for (const field of sizes) {
      const answer = await askText(questionOf(field), usual(field), (size) => problemOf(field, size));
      if (answer !== usual(field)) answers.set(field.flag, [answer]);
    }
  }
  return answers;
}

function questionOf({ path, description }: Field): string {
  return `${path.join(".")}: ${description}\n `;
}

function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
