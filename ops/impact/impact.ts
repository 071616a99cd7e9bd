/** What a change of the project would do to what is deployed: known in seconds, without credentials. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { impactOldVersion, ManifestError, UserError, type Issue } from "../../core/errors";
import { vanished } from "../../core/manifest/evolution";
import { gate } from "../../core/plan-review/gate";
import type { Review } from "../../core/plan-review/review";
import { reviewPlans } from "../../core/plan-review/review-plans";
import { ExitCode } from "../console";
import { readManifestText } from "../editing/file";
import { environmentNames, loadEnvironment } from "../project";
import { readText } from "../read-text";
import { synthesize, type StackOnDisk } from "../synthesize";
import type { Interruption } from "../terraform/run";
import { checkTerraform } from "../terraform/version";
import { findBase } from "./base";
import type { Compared } from "./compare-stacks";
import { checkOut, dataFilesAt, isCode, isData, withData, type DataFiles } from "./old-version";
import { compareOffline } from "./offline";

export interface ImpactOptions {
  /** Folder of the project. */
  readonly root: string;
  readonly environment: string;
  readonly interruption: Interruption;
  /** Told what takes time. */
  readonly say: (line: string) => void;
}

export interface Impact {
  readonly environment: string;
  /** What the working files are compared with, in words. */
  readonly since: string;
  /** Files that differ and matter. */
  readonly files: readonly string[];
  /** Of the stacks that change. */
  readonly review: Review;
  readonly orphaned: Compared["orphaned"];
  readonly guards: Compared["guards"];
}

/** 0: nothing changes; 2: something does; 3: something that holds data would be lost or is guarded less. */
export function exitCodeOf({ review, orphaned, guards }: Pick<Impact, "review" | "orphaned" | "guards">): number {
  if (gate(review, []).exitCode !== 0 || guards.lost.length > 0) return ExitCode.red;
  return review.stacks.length + orphaned.length + guards.gained.length > 0 ? ExitCode.changes : ExitCode.ok;
}

/**
 * What the working files change against a commit.
 *
 * @param since the commit; without it, where the branch left the main line (see `findBase`)
 * @throws {UserError} without git, for an unknown commit, and for a version that cannot be synthesized or planned
 * @throws {ManifestError} for a manifest from which an entry vanished
 */
export async function impactSince(since: string | undefined, options: ImpactOptions): Promise<Impact> {
  const { root, environment, say } = options;
  const base = await findBase(root, since);
  const files = base.files.filter((path) => isData(path) || isCode(path));
  if (files.includes("package-lock.json"))
    say("package-lock.json changed: the old version is synthesized with the packages that are installed now.");
  const guards = { lost: [], gained: [] };
  const nothing = { environment, since: base.name, files, review: reviewPlans([]), orphaned: [], guards };
  if (files.length === 0) return nothing;
  const data = await dataFilesAt(root, base.commit);
  if (files.includes(manifestFile)) refuseVanished(root, data.get(manifestFile));
  const isCodeChanged = files.some(isCode);
  const compared = await compare(base.name, options, async (scratch) => {
    // Nothing was there: everything is new.
    if (!data.has(manifestFile) || !data.has(environmentFile(environment))) return undefined;
    if (isCodeChanged) return checkOut(root, base.commit, ensured(join(impactFolder(root), "checkouts")));
    return withData(root, data, join(scratch, "project"));
  });
  return { ...nothing, ...compared };
}

/**
 * What an edit of `services.json` that was just written changes.
 *
 * @param before the text before the edit
 */
export async function impactOfEdit(before: string, options: ImpactOptions): Promise<Impact> {
  const { root, environment } = options;
  const data = new Map([[manifestFile, before], ...environmentFiles(root)]);
  const since = "before the edit";
  const compared = await compare(since, options, async (scratch) => withData(root, data, join(scratch, "project")));
  return { environment, since, files: [manifestFile], ...compared };
}

const manifestFile = "services.json";
const environmentFile = (name: string) => `environments/${name}.json`;

function environmentFiles(root: string): DataFiles {
  const paths = environmentNames(root).map(environmentFile);
  return new Map(paths.map((path) => [path, readText(root, path, "it is an environment")]));
}

function refuseVanished(root: string, before: string | undefined): void {
  if (before === undefined) return;
  const [first, ...rest]: readonly Issue[] = vanished(before, readManifestText(root), environmentNames(root));
  if (first !== undefined) throw new ManifestError([first, ...rest]);
}

function impactFolder(root: string): string {
  return join(root, ".gen", "impact");
}

function ensured(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** @param oldProject makes the old version's project in a scratch folder; undefined: there was none */
async function compare(
  since: string,
  options: ImpactOptions,
  oldProject: (scratch: string) => Promise<string | undefined>,
): Promise<Pick<Impact, "review" | "orphaned" | "guards">> {
  const { root, environment: name } = options;
  const terraform = await checkTerraform();
  const environment = loadEnvironment(root, name);
  const kept = ensured(impactFolder(root));
  removeAbandoned(kept);
  const scratch = mkdtempSync(join(kept, scratchPrefix));
  try {
    const old = await oldProject(scratch);
    const outdir = join(".gen", "impact", basename(scratch), "synthesized");
    // Both have ended before the folder is removed.
    const [before, after] = await Promise.allSettled([
      old === undefined ? [] : synthesizeOld(since, old, name),
      synthesize(root, name, outdir),
    ]);
    // What is wrong with the working files comes first: it is at hand.
    if (after.status === "rejected") throw after.reason;
    if (before.status === "rejected") throw before.reason;
    const states = ensured(join(kept, "states"));
    const { interruption, say } = options;
    const compared = await compareOffline(before.value, after.value, {
      scratch,
      states,
      environment,
      terraform,
      interruption,
      say,
    });
    return {
      review: reviewPlans(compared.plans, { dependencies: compared.dependencies }),
      orphaned: compared.orphaned,
      guards: compared.guards,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const scratchPrefix = "run-";
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/** Removes what killed comparisons left. */
function removeAbandoned(kept: string): void {
  for (const name of readdirSync(kept)) {
    if (!name.startsWith(scratchPrefix)) continue;
    const path = join(kept, name);
    const ageMs = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (ageMs > abandonedAfterMs) rmSync(path, { recursive: true, force: true });
  }
}

async function synthesizeOld(since: string, folder: string, environment: string): Promise<readonly StackOnDisk[]> {
  try {
    return await synthesize(folder, environment);
  } catch (error) {
    throw error instanceof UserError ? impactOldVersion(since, error.message) : error;
  }
}
