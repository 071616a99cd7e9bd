/** `smart360 ship frontend`: releases a build of the frontend, goes back to an earlier one, or lists them. */
import { placeOptions } from "../../core/environment/where";
import { frontendActionUnsaid, optionNeeds, releaseAmbiguous, UserError } from "../../core/errors";
import { renderPlan, renderReleases, shippedMessage, stoppedMessage } from "../../core/frontend/render";
import { newestFirst } from "../../core/frontend/plan";
import { AwsFailure, type AwsOptions } from "../aws/aws";
import { realClock, type Clock } from "../aws/clock";
import { ExitCode, printText, type Console } from "../console";
import { readContents } from "../frontend/bucket";
import type { FrontendShip } from "../frontend/context";
import { findPlace } from "../frontend/place";
import { readBuild } from "../frontend/read-build";
import { bucketOf, FrontendFailure, interrupted, planFrontend, shipFrontend, type Wish } from "../frontend/ship";
import { stopOnInterrupt } from "../interrupts";
import { loadEnvironment } from "../project";
import { thisMachine } from "../ship/machine";
import { whereOf, withAws } from "../aws/with-aws";

export interface ShipFrontendOptions {
  readonly root: string;
  readonly environment: string;
  /** Folder of the build. */
  readonly dir?: string | undefined;
  readonly rollback: boolean;
  /** Id of the release that a rollback takes. @default the one before the live one */
  readonly to?: string | undefined;
  readonly list: boolean;
  readonly keep: number;
  readonly wait: boolean;
  readonly allowSourceMaps: boolean;
  readonly allowFiles: readonly string[];
  readonly dryRun: boolean;
  readonly offline: boolean;
  readonly json: boolean;
  readonly pollSeconds: number;
  /** @default the real one */
  readonly clock?: Clock;
  readonly onCall?: AwsOptions["onCall"];
}

export async function shipFrontendCommand(options: ShipFrontendOptions, out: Console): Promise<number> {
  const environment = loadEnvironment(options.root, options.environment);
  // The build is looked at before AWS is asked.
  const wish = options.list ? listing(options) : wishOf(options, out);
  const stop = stopOnInterrupt();
  try {
    return await withAws({ ...options, environment, needs: "frontend", say: out.note }, async (aws) => {
      const ship: FrontendShip = {
        aws,
        place: await findPlace(aws, environment),
        where: whereOf(options),
        clock: options.clock ?? realClock,
        who: thisMachine().who,
        say: out.note,
        signal: stop.signal,
        keep: options.keep,
        wait: options.wait,
        pollSeconds: options.pollSeconds,
      };
      return wish === undefined ? list(ship, options, out) : run(ship, wish, options, out);
    });
  } finally {
    stop.end();
  }
}

async function run(ship: FrontendShip, wish: Wish, options: ShipFrontendOptions, out: Console): Promise<number> {
  const environment = options.environment;
  try {
    const plan = await (options.dryRun ? planFrontend(ship, wish) : shipFrontend(ship, wish));
    const { release, ...todo } = plan;
    // The plan tells what was so before it.
    const isLive = plan.isLive || !options.dryRun;
    const outcome = options.dryRun ? "planned" : plan.isLive ? "unchanged" : "released";
    const message = shippedMessage(outcome, plan);
    if (options.json)
      out.print(JSON.stringify({ environment, outcome, release: release.id, ...todo, isLive, message }, null, 2));
    else {
      if (options.dryRun) renderPlan(plan).forEach(out.print);
      printText(out, message);
      if (outcome === "released" && plan.previous !== undefined)
        out.print(`To go back: smart360 ship frontend --rollback --to ${plan.previous}${placeOptions(ship.where)}`);
    }
    return ExitCode.ok;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { aborted } = ship.signal;
    if (!(error instanceof FrontendFailure || error instanceof AwsFailure || aborted)) throw error;
    const outcome = aborted ? "interrupted" : "failed";
    const { why, live, release } =
      error instanceof FrontendFailure
        ? error
        : { why: aborted ? interrupted : (error as Error).message, live: "before" as const, release: "" };
    const isRollback = wish.kind === "rollback";
    const message = stoppedMessage(release, why, live, { where: ship.where, isRollback });
    if (options.json) out.print(JSON.stringify({ environment, outcome, release, live, message }, null, 2));
    else printText(out, message);
    return aborted ? ExitCode.interrupted : ExitCode.failed;
  }
}

async function list(ship: FrontendShip, { json, environment }: ShipFrontendOptions, out: Console): Promise<number> {
  const { releases, liveId, foreignSince } = await readContents(bucketOf(ship));
  const live = { liveId, foreignSince: foreignSince?.toISOString() };
  if (json) {
    const rows = newestFirst(releases).map(({ id, shippedAt, shippedBy, files, previous }) => ({
      ...{ id, shippedAt, shippedBy, previous: previous ?? null, files: files.length + 1, isLive: id === liveId },
    }));
    const site = { environment, live: liveId ?? null, foreignSince: live.foreignSince ?? null };
    out.print(JSON.stringify({ ...site, releases: rows }, null, 2));
  } else renderReleases(releases, live, ship.clock.now(), ship.where).forEach(out.print);
  return ExitCode.ok;
}

function listing({ dir, rollback, to }: ShipFrontendOptions): undefined {
  if (dir !== undefined) throw releaseAmbiguous(["--list", "--dir"]);
  if (rollback) throw releaseAmbiguous(["--list", "--rollback"]);
  if (to !== undefined) throw optionNeeds("--to", "--rollback");
}

function wishOf({ dir, rollback, to, allowSourceMaps, allowFiles }: ShipFrontendOptions, out: Console): Wish {
  if (dir !== undefined && rollback) throw releaseAmbiguous(["--dir", "--rollback"]);
  if (to !== undefined && !rollback) throw optionNeeds("--to", "--rollback");
  if (rollback) return { kind: "rollback", to };
  if (dir === undefined) throw frontendActionUnsaid();
  const build = readBuild(dir, { sourceMaps: allowSourceMaps, files: allowFiles });
  for (const warning of build.warnings) out.note(`Note: ${warning}`);
  return { kind: "build", build };
}
