/** Runs `smart360 ship` in this process, on a scripted AWS, with a clock of its own. */
import { beforeEach } from "vitest";
import { ship, type ShipOptions } from "../../ops/commands/ship";
import { shipStatus } from "../../ops/commands/ship-status";
import type { AwsCall } from "../../ops/aws/aws";
import type { FixtureProject } from "./fixture-project";
import { describeOnScriptedAws } from "./on-scripted-aws";
import { ReleaseWorld } from "./release-world";
import type { ScriptedAws } from "./scripted-aws";

export interface Run {
  readonly code: number;
  /** Lines on stdout. */
  readonly printed: readonly string[];
  /** With --json: notes, which go to stderr. */
  readonly noted: readonly string[];
}

/** Every wait is over at once, and as long as it was asked for. */
export function steppedClock(begin = Date.UTC(2026, 8, 29, 14)) {
  let now = begin;
  return {
    now: () => new Date(now),
    elapsedSeconds: () => (now - begin) / 1000,
    async wait(seconds: number, signal?: AbortSignal) {
      signal?.throwIfAborted();
      now += seconds * 1000;
    },
  };
}

function recorder(json: boolean) {
  const printed: string[] = [];
  const noted: string[] = [];
  const out = {
    isTerminal: false,
    bold: (text: string) => text,
    print: (line: string) => void printed.push(...line.split("\n")),
    note: (line: string) => void (json ? noted : printed).push(line),
  };
  return { printed, noted, out };
}

export async function runShip(
  project: FixtureProject,
  options: Partial<ShipOptions>,
  onCall?: (call: AwsCall) => void,
): Promise<Run> {
  const { printed, noted, out } = recorder(options.json === true);
  const code = await ship(
    {
      root: project.root,
      environment: "production",
      service: "billing",
      first: false,
      redeploy: false,
      rollback: false,
      timeoutMinutes: 30,
      offline: false,
      json: false,
      pollSeconds: 5,
      clock: steppedClock(),
      ...(onCall === undefined ? {} : { onCall }),
      ...options,
    },
    out,
  );
  return { code, printed, noted };
}

export async function runStatus(
  project: FixtureProject,
  options: { readonly service?: string; readonly json?: boolean } = {},
  onCall?: (call: AwsCall) => void,
): Promise<Run> {
  const json = options.json === true;
  const { printed, noted, out } = recorder(json);
  const code = await shipStatus(
    {
      root: project.root,
      environment: "production",
      service: options.service ?? "billing",
      offline: false,
      json,
      now: () => new Date(Date.UTC(2026, 8, 29, 15)),
      ...(onCall === undefined ? {} : { onCall }),
    },
    out,
  );
  return { code, printed, noted };
}

/** What a suite about releases works with; `world` is new in each test. */
export interface Releases {
  readonly aws: ScriptedAws;
  readonly project: FixtureProject;
  readonly world: ReleaseWorld;
  run(options: Partial<ShipOptions>): Promise<Run>;
  /** Names of the calls since the test began. */
  actions(): readonly string[];
}

export function describeReleases(): Releases {
  const scripted = describeOnScriptedAws();
  let world: ReleaseWorld | undefined;
  beforeEach(() => {
    world = new ReleaseWorld(scripted.aws);
  });
  const releases: Releases = {
    get aws() {
      return scripted.aws;
    },
    get project() {
      return scripted.project;
    },
    get world() {
      if (world === undefined) throw new Error("No test has begun");
      return world;
    },
    run: (options) => runShip(releases.project, options),
    actions: () => releases.aws.calls.map(({ action }) => action),
  };
  return releases;
}

/** Lines with what is different in each run taken out: the ids of locks. */
export const steady = (lines: readonly string[]) =>
  lines.map((line) => line.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>"));

/** What a refused command says. */
export const refusal = (run: Promise<Run>): Promise<readonly [string, string]> =>
  run.then(
    ({ code, printed }) => ["exit", [code, ...printed].join("\n")],
    (error: Error) => [error.name, error.message],
  );
