/**
 * `smart360 check`: everything that can be known without AWS: manifest, environments, tools, what became of the services.
 * With `--live` also what lies in an environment's account, or on the embedded default.
 */
import { capacityWarnings } from "../../core/capacity/warnings";
import { counted, listed } from "../../core/document/text";
import { defaultEnvironment } from "../../core/environment/where";
import { ManifestError, renderIssue, UserError, type Issue } from "../../core/errors";
import { manifestFile } from "../../core/manifest/edit";
import { vanished } from "../../core/manifest/evolution";
import { wrap } from "../../core/plan-review/render/wrap";
import { checkPython } from "../../local/aws/venv";
import { ExitCode, foldedLine, type Console } from "../console";
import { manifestBefore } from "../editing/base";
import { readManifestText } from "../editing/file";
import { liveFindings } from "../live/findings";
import { environmentNames, loadEnvironment, loadManifest } from "../project";
import { checkTerraform } from "../terraform/version";
import { widthOf } from "../width";

export interface CheckOptions {
  readonly root: string;
  /** The one environment to check; every one when undefined. */
  readonly environment: string | undefined;
  /** Look into the environment's account too; without an environment, the default one's. */
  readonly live: boolean;
  /** With `live`: on the embedded default instead of AWS. */
  readonly offline: boolean;
  readonly json: boolean;
}

/** One thing that was looked at. */
interface Finding {
  readonly what: string;
  /** Version or count; absent when that is not known for the problems. */
  readonly found?: string;
  readonly problems: readonly (Issue | { readonly message: string })[];
  /** Nothing wrong, but good to know. */
  readonly notes?: readonly string[];
  /** What the problems say, as shown to a person. */
  readonly text: string;
}

export async function check(options: CheckOptions, out: Console): Promise<number> {
  const { root, environment, json } = options;
  const known = environmentNames(root);
  const wanted = environment ?? (known.length === 0 ? defaultEnvironment : undefined);
  const environments = wanted === undefined ? known : [wanted];
  const tools = [await look("terraform", () => checkTerraform()), await look("python3", () => checkPython())];
  const inEnvironments = await Promise.all(environments.map((name) => lookAtEnvironment(root, name)));
  const said = new Set(inEnvironments.flatMap(linesOf));
  // A manifest that cannot be read is no news twice.
  const past = (await history(root)).filter((finding) => !linesOf(finding).some((line) => said.has(line)));
  const others = [...past, ...(options.live ? await live(options, out) : [])];
  const findings = [...tools, ...inEnvironments, ...others];
  const isGood = findings.every(({ problems }) => problems.length === 0);
  if (json) {
    const results = findings.map(({ what, found, notes, problems }) => ({ what, found, notes, problems }));
    out.print(JSON.stringify({ ok: isGood, results }, null, 2));
  } else for (const finding of [...tools, ...apart(inEnvironments), ...others]) print(finding, out);
  return isGood ? ExitCode.ok : ExitCode.user;
}

function print({ what, found, notes = [], text }: Finding, out: Console): void {
  if (found !== undefined) out.print(`${what}: ${found}`);
  if (text !== "") for (const line of text.split("\n").flatMap((each) => folded(each, out))) out.print(line);
  for (const note of notes) wrap(note, widthOf(out), "  ", "    ").forEach(out.print);
}

/** On a terminal broken between words; elsewhere a problem is a line. */
function folded(line: string, out: Console): readonly string[] {
  return out.isTerminal ? foldedLine(line, widthOf(out)) : [line];
}

const linesOf = ({ problems }: Finding) => problems.map((one) => ("where" in one ? renderIssue(one) : one.message));

/** What environments share, once: what is wrong in all of them, what each of them is, what is wrong in some, warnings. */
function apart(findings: readonly InEnvironment[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  const problems = toldOnce(findings.map((finding) => ({ name: finding.name, lines: linesOf(finding) })));
  const everywhere = problems.filter(({ names }) => names.length === findings.length);
  const headings = new Map<string, string[]>();
  for (const { line, names } of problems.filter((problem) => !everywhere.includes(problem))) {
    const heading = `Only in ${names.length === 1 ? "environment" : "environments"} ${listed(names)}:`;
    headings.set(heading, [...(headings.get(heading) ?? []), `  ${line}`]);
  }
  const notes = toldOnce(findings.map(({ name, notes: lines = [] }) => ({ name, lines })));
  const shared = notes.filter(({ names }) => names.length > 1);
  const ofOne = (name: string) => notes.filter(({ names }) => names.length === 1 && names[0] === name);
  const nothing: Finding = { what: manifestFile, problems: [], text: "" };
  return [
    { ...nothing, text: linesIn(everywhere).join("\n") },
    ...findings.map((finding) => ({ ...finding, text: "", notes: linesIn(ofOne(finding.name)) })),
    ...[...headings].map(([heading, lines]) => ({ ...nothing, text: [heading, ...lines].join("\n") })),
    { ...nothing, notes: linesIn(shared) },
  ];
}

interface Told {
  readonly line: string;
  /** The environments of which it is true. */
  readonly names: readonly string[];
}

const linesIn = (told: readonly Told[]) => told.map(({ line }) => line);

/** Lines that differ in the name of their environment alone are one, with all the names. */
function toldOnce(environments: readonly { readonly name: string; readonly lines: readonly string[] }[]): Told[] {
  const nameless = ": \0: ";
  const names = new Map<string, string[]>();
  for (const { name, lines } of environments)
    for (const line of lines) {
      const key = line.replace(`: ${name}: `, nameless);
      names.set(key, [...(names.get(key) ?? []), name]);
    }
  return [...names].map(([key, of]) => ({ line: key.replace(nameless, `: ${listed(of)}: `), names: of }));
}

interface InEnvironment extends Finding {
  /** Of the environment. */
  readonly name: string;
}

async function lookAtEnvironment(root: string, name: string): Promise<InEnvironment> {
  const notes: string[] = [];
  const finding = await look(`environment ${name}`, async () => {
    const environment = loadEnvironment(root, name);
    const { services } = loadManifest(root, environment);
    notes.push(...capacityWarnings(services, environment).map((warning) => `warning: ${warning}`));
    const retired = services.filter((service) => service.retired).length;
    return `valid, ${counted(services.length, "service")}${retired === 0 ? "" : ` (${retired} retired)`}`;
  });
  return { ...finding, name, ...(notes.length === 0 ? {} : { notes }) };
}

/** Services that are gone since the version that others have; nothing where there is no git, or no services.json in it. */
async function history(root: string): Promise<readonly Finding[]> {
  const base = await manifestBefore(root);
  if (base === undefined) return [];
  return [
    await look(`${manifestFile} since ${base.label}`, async () => {
      const [first, ...rest] = vanished(base.text, readManifestText(root), environmentNames(root));
      if (first !== undefined) throw new ManifestError([first, ...rest]);
      return "no service is gone";
    }),
  ];
}

async function live({ root, environment = defaultEnvironment, offline }: CheckOptions, out: Console) {
  const findings: Finding[] = [];
  const failed = await look(`account of ${environment}`, async () => {
    const looked = await liveFindings({ root, environment, offline }, out.note);
    const asFinding = ({ problems, ...rest }: (typeof looked)[number]): Finding => ({
      ...rest,
      problems: problems.map((message) => ({ message })),
      text: problems.join("\n"),
    });
    findings.push(...looked.map(asFinding));
    return "";
  });
  return failed.problems.length > 0 ? [failed] : findings;
}

async function look(what: string, at: () => Promise<string>): Promise<Finding> {
  try {
    return { what, found: await at(), problems: [], text: "" };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const problems = error instanceof ManifestError ? error.issues : [{ message: error.message }];
    return { what, problems, text: error.message };
  }
}
