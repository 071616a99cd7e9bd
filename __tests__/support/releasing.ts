/** Runs `smart360 ship` in this process, on a scripted AWS, with a clock of its own. */
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { ship, type ShipOptions } from "../../ops/commands/ship";
import { shipStatus } from "../../ops/commands/ship-status";
import type { AwsCall } from "../../ops/aws/aws";
import { fixtureProject, type FixtureProject } from "./fixture-project";
import { ReleaseWorld } from "./release-world";
import { startScriptedAws, type ScriptedAws } from "./scripted-aws";

export interface Run {
  readonly code: number;
  /** Lines on stdout. */
  readonly printed: readonly string[];
  /** With --json: notes, which go to stderr. */
  readonly noted: readonly string[];
}

/** Credentials and endpoint of the scripted AWS, and nothing of whoever runs the tests. */
export function awsVariables(aws: ScriptedAws, project: FixtureProject) {
  return {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_CONFIG_FILE: join(project.root, "no-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(project.root, "no-credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    BUILD_URL: "",
  };
}

/** Every wait is over at once, and as long as it was asked for. */
export function steppedClock(begin = Date.UTC(2026, 8, 29, 14)) {
  let now = begin;
  return {
    now: () => new Date(now),
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
  const held: { aws?: ScriptedAws; project?: FixtureProject; world?: ReleaseWorld } = {};
  const known = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("The suite has not begun");
    return value;
  };
  const releases: Releases = {
    get aws() {
      return known(held.aws);
    },
    get project() {
      return known(held.project);
    },
    get world() {
      return known(held.world);
    },
    run: (options) => runShip(releases.project, options),
    actions: () => releases.aws.calls.map(({ action }) => action),
  };
  beforeAll(async () => {
    held.aws = await startScriptedAws();
    held.project = fixtureProject();
  });
  afterAll(async () => {
    await held.aws?.close();
    await held.project?.remove();
  });
  beforeEach(() => {
    held.world = new ReleaseWorld(releases.aws);
    for (const [name, value] of Object.entries(awsVariables(releases.aws, releases.project))) vi.stubEnv(name, value);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
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
