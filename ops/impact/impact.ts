/** What a change of the project would do to what is deployed: known in seconds, without credentials. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../core/environment/schema";
import { impactOldVersion, ManifestError, UserError, type Issue } from "../../core/errors";
import { vanished } from "../../core/manifest/evolution";
import { names } from "../../core/naming/names";
import { gate } from "../../core/plan-review/gate";
import { reviewPlans, type Review } from "../../core/plan-review/review";
import { codeRoot } from "../../local/paths";
import { narrowedTo } from "../../local/provider/schema/narrow";
import { startProvider } from "../../local/provider/server";
import { ExitCode } from "../console";
import { environmentNames, loadEnvironment } from "../project";
import { placeholderImage } from "../state/images";
import { synthesize, type StackOnDisk } from "../synthesize";
import { plainVariables, terraformDefaults } from "../terraform/environment";
import type { Interruption } from "../terraform/run";
import { checkTerraform } from "../terraform/version";
import { findBase } from "./base";
import { compareStacks, type Compared } from "./compare-stacks";
import { checkOut, dataFilesAt, isCode, isData, withData, type DataFiles } from "./old-version";
import { fingerprint, StateCache } from "./state-cache";

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
}

/** 0: nothing changes; 2: something does; 3: something that holds data would be lost or is guarded less. */
export function exitCodeOf({ review, orphaned }: Impact): number {
  if (gate(review, []).exitCode !== 0) return ExitCode.red;
  return review.stacks.length > 0 || orphaned.length > 0 ? ExitCode.changes : ExitCode.ok;
}

/**
 * What the working files change against a commit.
 *
 * @param since the commit; without it, where the branch left the main line (see `findBase`)
 * @throws {UserError} without git, for an unknown commit, and for a version that cannot be synthesized or planned
 * @throws {ManifestError} for a manifest from which an entry vanished
 */
export async function impactSince(since: string | undefined, options: ImpactOptions): Promise<Impact> {
  const { root, environment } = options;
  const base = await findBase(root, since);
  const files = base.files.filter((path) => isData(path) || isCode(path));
  const nothing = { environment, since: base.name, files, review: reviewPlans([]), orphaned: [] };
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
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

function refuseVanished(root: string, before: string | undefined): void {
  if (before === undefined) return;
  const [first, ...rest]: readonly Issue[] = vanished(
    before,
    readFileSync(join(root, manifestFile), "utf8"),
    environmentNames(root),
  );
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
): Promise<Pick<Impact, "review" | "orphaned">> {
  const { root, environment: name } = options;
  const terraform = await checkTerraform();
  const environment = loadEnvironment(root, name);
  const kept = ensured(impactFolder(root));
  const scratch = mkdtempSync(join(kept, "run-"));
  try {
    const old = await oldProject(scratch);
    const [before, after] = await Promise.all([
      old === undefined ? [] : synthesizeOld(since, old, name),
      synthesize(root, name, join(".gen", "impact", scratch.slice(kept.length + 1), "synthesized")),
    ]);
    const compared = await compareOffline(before, after, { scratch, environment, terraform, options });
    return {
      review: reviewPlans(compared.plans, { dependencies: compared.dependencies }),
      orphaned: compared.orphaned,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function synthesizeOld(since: string, folder: string, environment: string): Promise<readonly StackOnDisk[]> {
  try {
    return await synthesize(folder, environment);
  } catch (error) {
    throw error instanceof UserError ? impactOldVersion(since, error.message) : error;
  }
}

interface OfflineOptions {
  readonly scratch: string;
  readonly environment: Environment;
  /** Version. */
  readonly terraform: string;
  readonly options: ImpactOptions;
}

/** Compares with an offline provider in this process: no daemon, no local AWS, nothing of what `up` keeps. */
async function compareOffline(
  before: readonly StackOnDisk[],
  after: readonly StackOnDisk[],
  { scratch, environment, terraform, options }: OfflineOptions,
): Promise<Compared> {
  const { root, interruption, say } = options;
  const documents = [...before, ...after].map(({ folder }) => readJson(join(folder, "cdk.tf.json")));
  const provider = await startProvider({
    root: codeRoot,
    cacheDir: join(codeRoot, ".gen", "provider-schema"),
    types: () => documents.flatMap(typesOf),
    narrow: narrowedTo(documents),
    ssmParameter: async (parameter) => imageNamedBy(parameter, environment),
  });
  const cache = new StateCache(ensured(join(impactFolder(root), "states")));
  let applied = 0;
  try {
    return await compareStacks(before, after, {
      folder: scratch,
      cache,
      causes: [terraform, fingerprint([join(codeRoot, "local", "provider")])],
      variables: {
        ...plainVariables(process.env),
        ...terraformDefaults,
        TF_REATTACH_PROVIDERS: provider.reattach,
        TF_CLI_CONFIG_FILE: "/dev/null",
      },
      parallel: Math.min(4, Math.max(2, availableParallelism())),
      interruption,
      applying() {
        applied += 1;
        if (applied === 1) say("Applying the old version offline, once: it is kept for the next time.");
      },
    });
  } finally {
    await provider.stop();
    cache.prune();
  }
}

interface Document {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function readJson(file: string): Document {
  return JSON.parse(readFileSync(file, "utf8")) as Document;
}

function typesOf({ resource = {}, data = {} }: Document): readonly string[] {
  return [...Object.keys(resource), ...Object.keys(data).map((type) => `data.${type}`)];
}

/** Every service has an image here: the first release is another step. */
function imageNamedBy(parameter: string, environment: Environment): string | undefined {
  const [start = "", end = ""] = names.imageParameter(environment, "*").split("*");
  if (!parameter.startsWith(start) || !parameter.endsWith(end)) return undefined;
  return placeholderImage(environment, parameter.slice(start.length, parameter.length - end.length));
}
