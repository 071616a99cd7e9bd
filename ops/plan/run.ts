/**
 * `.gen/plans/<environment>/run.json`: what `smart360 plan` planned, on what, and the saved plans by their hashes. Review
 * and apply go by it: what is applied is what was planned and looked at, or nothing.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { noPlans, planRunUnreadable, unknownEnvironment } from "../../core/errors";
import type { LeftOver } from "../../core/live/live";
import { reviewId } from "../../core/plan-review/review-id";
import { environmentNames } from "../project";
import type { TargetName } from "../target";
import type { StateVersion } from "./saved-state";

export interface PlanRun {
  /** Of this file; raised when a reader of the old one would be misled. */
  readonly formatVersion: 1;
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  /** `offline`: against the embedded default. */
  readonly target: TargetName;
  /** When it was planned; ISO 8601. */
  readonly plannedAt: string;
  /** What was checked out; absent without git. */
  readonly revision?: { readonly commit: string; readonly isDirty: boolean };
  /** For example `1.11.4`. */
  readonly terraformVersion: string;
  /** Every stack that was asked for, in dependency order. */
  readonly stacks: readonly PlannedStackRecord[];
  /** States with resources that belong to no stack of the app any more; absent when there is none. */
  readonly leftOver?: readonly LeftOver[];
}

/**
 * - `changes`, `unchanged`: planned, with or without something to do;
 * - `waiting`: cannot be planned before `waitingFor` is applied;
 * - `failed`: terraform refused; `error` says why.
 */
export type PlanOutcome = "changes" | "unchanged" | "waiting" | "failed";

export interface PlannedStackRecord {
  readonly stack: string;
  readonly outcome: PlanOutcome;
  /** Stacks that must be applied before this one, whether planned here or not. */
  readonly dependencies: readonly string[];
  /** Dependencies that are not applied, or whose outputs lack what this stack reads. Empty but for `waiting`. */
  readonly waitingFor: readonly string[];
  /** Planned here too, and changing an output that this stack's plan used: once they are applied it is to be made anew. */
  readonly againAfter: readonly string[];
  readonly counts: PlanCounts;
  /** Outputs that would change. */
  readonly outputs: number;
  /** Resources that hold data and have no `prevent_destroy`, which no plan tells; absent when there is none. */
  readonly unguarded?: number;
  /** For `changes` and `unchanged`. */
  readonly saved?: SavedPlan;
  /** For `failed`. */
  readonly error?: string;
}

/** Resource instances by what would happen to them. */
export interface PlanCounts {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
}

/** File names are relative to the folder of `run.json`; hashes are SHA-256 in hexadecimal. */
export interface SavedPlan {
  /** `<stack>.tfplan`, for `terraform apply`. */
  readonly plan: string;
  readonly planSha256: string;
  /** `<stack>.json`, what `terraform show -json` prints of it. */
  readonly json: string;
  readonly jsonSha256: string;
  /** Of the `cdk.tf.json` it was made from. */
  readonly configurationSha256: string;
  /** The state it was made on: a plan for an older one is stale. */
  readonly state: StateVersion;
  /** Of the AWS provider, from the lock file; absent with the offline provider. */
  readonly providerVersion?: string;
}

/** Where the plans of an environment are kept. Readable by the owner only: plans hold what states hold. */
export function plansFolder(root: string, environment: string): string {
  return join(root, ".gen", "plans", environment);
}

export function writeRun(folder: string, run: PlanRun): void {
  writeFileSync(join(folder, fileName), `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
}

/**
 * @param target where it is to have been planned, as far as the command says: an error tells how to
 * @throws {UserError} when nothing was planned for the environment, or by another version of this program
 */
export function readRun(root: string, environment: string, target: TargetName = "aws"): PlanRun {
  const file = join(plansFolder(root, environment), fileName);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    const known = environmentNames(root);
    const isTypo = known.length > 0 && !known.includes(environment);
    throw isTypo ? unknownEnvironment(environment, known) : noPlans({ environment, target });
  }
  const run = parse(text);
  if (run?.formatVersion !== 1) throw planRunUnreadable(file, { environment, target });
  return run;
}

/** What the review of a run goes by, and with it `apply`. */
export function reviewIdOf({ stacks, ...place }: PlanRun): string {
  const plans = stacks.flatMap(({ stack, saved }) => (saved === undefined ? [] : [{ stack, ...saved }]));
  return reviewId({ ...place, plans });
}

export function sha256(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

const fileName = "run.json";

function parse(text: string): PlanRun | undefined {
  try {
    return JSON.parse(text) as PlanRun;
  } catch {
    return undefined;
  }
}
