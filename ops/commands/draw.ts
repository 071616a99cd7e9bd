/** `smart360 draw`: the pictures under `docs/`, drawn from what is synthesized. */
import { mkdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import {
  architecture,
  architectureSvg,
  planChanges,
  renderDrawio,
  stacksDiagram,
  type Changes,
  type Diagram,
} from "../../core/diagram/diagram";
import { environmentOption } from "../../core/environment/where";
import { planPictureOnlySvg } from "../../core/errors";
import { ExitCode, type Console } from "../console";
import { synthesizedDocuments } from "../diagram/documents";
import { readPlans } from "../diagram/plans";
import { plansFolder } from "../plan/run";
import { loadEnvironment } from "../project";
import { replaceFile } from "../replace-file";

export type DrawFormat = "svg" | "drawio" | "both";

export interface DrawOptions {
  readonly root: string;
  readonly environment: string;
  /** Folder for the files, as a path from the working folder. */
  readonly out?: string;
  readonly format: DrawFormat;
  /** Draw the stacks instead of what is in them. */
  readonly stacks: boolean;
  /** Files and folders of plans to colour the picture by; empty: those that `smart360 plan` kept. */
  readonly plans?: readonly string[] | undefined;
  readonly check: boolean;
}

/** @returns 0; 1 when `check` finds files that are not up to date */
export async function draw(options: DrawOptions, out: Console): Promise<number> {
  const { root, plans, check, format } = options;
  if (plans !== undefined && format === "drawio") throw planPictureOnlySvg("--format drawio");
  if (plans !== undefined && check) throw planPictureOnlySvg("--check");
  const environment = loadEnvironment(root, options.environment);
  const { stacks, documents } = await synthesizedDocuments(root, environment.name);
  const diagram = options.stacks
    ? stacksDiagram(stacks, documents, environment.name)
    : architecture(documents, { environment: environment.name, region: environment.region });

  const name = options.stacks ? "stacks" : "architecture";
  const kept = plans?.length === 0 ? [plansFolder(root, environment.name)] : plans;
  const changes = kept && planChanges(readPlans(kept, [...documents.keys()]));
  const files =
    changes === undefined ? await pictures(name, diagram, format) : await planPicture(name, diagram, changes);
  const folder = resolve(options.out ?? join(root, kept === undefined ? "docs" : join(".gen", "reports")));
  if (check) return compare(files, folder, options, out);
  write(files, folder, out);
  if (changes !== undefined && [...changes.values()].every(({ size }) => size === 0))
    out.print("The plans change no resource: no box of the picture is coloured.");
  return ExitCode.ok;
}

/** File name -> content. */
type Files = ReadonlyMap<string, string>;

async function pictures(name: string, diagram: Diagram, format: DrawFormat): Promise<Files> {
  const files = new Map<string, string>();
  if (format !== "drawio") {
    // Two files, for a <picture>: a page may be dark where the reader's system is light.
    files.set(`${name}.svg`, await architectureSvg(diagram, { theme: "light" }));
    files.set(`${name}-dark.svg`, await architectureSvg(diagram, { theme: "dark" }));
  }
  if (format !== "svg") files.set(`${name}.drawio`, await renderDrawio(diagram));
  return files;
}

async function planPicture(name: string, diagram: Diagram, changes: Changes): Promise<Files> {
  return new Map([[`${name}-plan.svg`, await architectureSvg(diagram, { changes })]]);
}

function write(files: Files, folder: string, out: Console): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) {
    const path = join(folder, name);
    replaceFile(path, content);
    out.print(`Wrote ${shown(path)}`);
  }
}

function compare(files: Files, folder: string, options: DrawOptions, out: Console): number {
  const stale = [...files].filter(([name, content]) => read(join(folder, name)) !== content);
  for (const [name] of stale) out.print(`${shown(join(folder, name))} is not up to date: run \`${command(options)}\``);
  if (stale.length === 0) out.print(`${options.stacks ? "The picture of the stacks" : "The picture"} is up to date.`);
  return stale.length === 0 ? ExitCode.ok : ExitCode.failed;
}

/** What writes the files that `check` compares. */
function command({ environment, stacks, out, format }: DrawOptions): string {
  return [
    `smart360 draw${stacks ? " --stacks" : ""}${environmentOption(environment)}`,
    ...(out === undefined ? [] : [`--out ${out}`]),
    ...(format === "both" ? [] : [`--format ${format}`]),
  ].join(" ");
}

const shown = (path: string) => relative(process.cwd(), path);

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
