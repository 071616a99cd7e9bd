/** `smart360 patch`: replaces the instances when AWS recommends another AMI than theirs. */
import { setTimeout } from "node:timers/promises";
import type { Environment } from "../../core/environment/schema";
import { followingStopped } from "../../core/errors";
import {
  behind,
  describeProgress,
  describeStanding,
  describeWaysOn,
  finished,
  isOver,
  looked,
  type Ending,
  type Outcome,
  type Refresh,
  type Standing,
} from "../../core/patch/patch";
import { checkAccount } from "../aws/account";
import { ExitCode, type Console } from "../console";
import { stopOnInterrupt } from "../interrupts";
import { openFleet, type Fleet } from "../patch/fleet";
import { progressLine, type ProgressLine } from "../progress-line";
import { loadEnvironment } from "../project";

export interface PatchOptions {
  readonly root: string;
  readonly environment: string;
  /** Only tell. */
  readonly check: boolean;
  /** Follow the refresh to its end. */
  readonly wait: boolean;
  readonly json: boolean;
  readonly pollSeconds: number;
}

const exitCodes: Readonly<Record<Outcome, number>> = {
  upToDate: ExitCode.ok,
  patched: ExitCode.ok,
  underWay: ExitCode.ok,
  behind: ExitCode.failed,
  failed: ExitCode.failed,
  interrupted: ExitCode.interrupted,
};

/** How it ended, with what AWS last said. */
interface Result extends Ending {
  readonly standing: Standing;
  readonly refresh?: Refresh;
}

export async function patch(options: PatchOptions, out: Console): Promise<number> {
  const environment = loadEnvironment(options.root, options.environment);
  await checkAccount(environment);
  const fleet = await openFleet(environment);
  try {
    const standing = await fleet.standing();
    describeStanding(standing).forEach(out.note);
    const isBehind = behind(standing).length > 0;
    const result: Result =
      isBehind && !options.check
        ? await replace(fleet, standing, environment, options, out)
        : { ...looked(standing), standing };
    if (options.json) out.print(JSON.stringify(document(environment.name, result), null, 2));
    else out.print(result.text);
    return exitCodes[result.outcome];
  } finally {
    fleet.close();
  }
}

/** Starts a refresh, or takes the one that is under way, and follows it. */
async function replace(fleet: Fleet, before: Standing, environment: Environment, options: PatchOptions, out: Console) {
  const stop = stopOnInterrupt();
  try {
    out.note(looked(before).text);
    const begun = before.refresh ?? (await fleet.start());
    out.note(`Instance refresh ${begun.id} replaces every instance, the new ones first.`);
    const goesOn = describeWaysOn(begun.id, environment, before.group);
    if (!options.wait) return { outcome: "underWay", text: goesOn, standing: before, refresh: begun } as const;

    const last = await follow(fleet, begun, options.pollSeconds, stop.signal, progressLine(out, options.json));
    if (!isOver(last)) return { outcome: "interrupted", text: goesOn, standing: before, refresh: last } as const;
    const after = await fleet.standing();
    return { ...finished(last, after), standing: after, refresh: last };
  } finally {
    stop.end();
  }
}

/** The refresh as last seen: over, unless `signal` ended the following before. */
async function follow(fleet: Fleet, begun: Refresh, pollSeconds: number, signal: AbortSignal, line: ProgressLine) {
  let last = begun;
  try {
    for (;;) {
      last = await fleet.refresh(begun.id, signal);
      line.show(describeProgress(last));
      if (isOver(last)) return last;
      await setTimeout(pollSeconds * 1000, undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted) return last;
    throw followingStopped(begun.id, (error as Error).message);
  } finally {
    line.close();
  }
}

/** For a machine. `refresh`: what was started, followed or found under way. */
function document(environment: string, { outcome, text, standing, refresh }: Result) {
  const { group, imageId, instances } = standing;
  const late = behind(standing);
  return {
    environment,
    group,
    recommendedImageId: imageId,
    outcome,
    message: text,
    instances: instances.map((instance) => ({ ...instance, behind: late.includes(instance) })),
    refresh: refresh ?? standing.refresh ?? null,
  };
}
