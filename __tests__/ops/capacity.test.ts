import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixtureProject, type FixtureProject } from "../support/fixture-project";
import { projectRoot } from "../support/local-aws";

let project: FixtureProject;
beforeAll(() => {
  project = fixtureProject();
});
afterAll(() => project.remove());

const file = () => join(project.root, "services.json");

/** Runs with other services, and puts the file back. */
async function withServices<T>(edit: (text: string) => string, run: () => Promise<T>): Promise<T> {
  const text = readFileSync(file(), "utf8");
  writeFileSync(file(), edit(text));
  try {
    return await run();
  } finally {
    writeFileSync(file(), text);
  }
}

const tenth = (text: string) =>
  text.replace(
    '  "services": [',
    '  "services": [{ "name": "tariffs", "description": "Tariffs", "owner": "billing-team", "paths": ["/api/tariffs/*"], "priority": 100 },',
  );

const greedy = (text: string) =>
  text.replace('"memoryReservation": 1024', '"memoryReservation": 8000').replace('"memory": 2048', '"memory": 9000');

interface Report {
  readonly ok: boolean;
  readonly cluster: Readonly<Record<string, unknown>>;
  readonly scenarios: readonly {
    readonly scenario: string;
    readonly verdict: string;
    readonly changes: readonly unknown[];
    readonly instances: readonly { readonly tasks: readonly string[]; readonly free: unknown }[];
    readonly headroom: readonly unknown[];
  }[];
}

describe("smart360 capacity", () => {
  it("draws the tasks on their instances, in 80 columns and without colours", async () => {
    const { code, stdout, stderr } = await project.smart360(["capacity"], { FORCE_COLOR: "1" });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(`production: 2 instances of t3a.xlarge, at most 3
Each registers 15,400 MiB and 4,096 CPU units. The agent takes 512 MiB of that,
the collector 512 MiB and 256 units: 14,376 MiB and 3,840 units are left for
tasks.

every service at its minimum:

  us-east-1a  MiB |aabbciimmnnpprrww...................|  46 %    7,720 free
              CPU |aabbcciimmnnpprrww..................|  50 %    1,920 free
  us-east-1b  MiB |aabbciimmnnpprrww...................|  46 %    7,720 free
              CPU |aabbcciimmnnpprrww..................|  50 %    1,920 free

  a assets x2  b billing x2  c customers x2  i identity x2  m metering x2
  n notifications x2  p payments x2  r reporting x2  w workorders x2

  Room for more tasks of one size, with the others left where they are:
    20 of 640 MiB and 192 CPU units (assets, customers, identity, notifications,
      payments, workorders)
    14 of 896 MiB and 256 CPU units (billing, metering)
    14 of 1,024 MiB and 256 CPU units (reporting)

  fits     every service at its minimum: 18 tasks on 2 instances, in whatever
           order they start
  fits     the hardest single deployment, reporting: 19 tasks on 2 instances, in
           whatever order they start
  fits     all services deployed at once: 27 tasks on 2 instances
  fits     one instance lost: 18 tasks on 1 instance, in whatever order they
           start
  fits     every service at its scaling maximum: 36 tasks on 3 instances
`);
  });

  it("draws one scenario", async () => {
    const { code, stdout } = await project.smart360(["capacity", "--scenario", "instance-lost"]);
    expect(code).toBe(0);
    expect(stdout).toContain("one instance lost:\n\n  us-east-1b  MiB |");
    expect(stdout).toContain("100 %        0 free");
    expect(stdout).not.toContain("scaling maximum");
  });

  it("draws what finds no room instead of refusing it, with the smallest changes, and ends with 2", async () => {
    const { code, stdout } = await withServices(greedy, () => project.smart360(["capacity"]));
    expect(code).toBe(2);
    expect(stdout).toContain(`
  no room  the hardest single deployment, reporting: 19 tasks on 2 instances
           Without room: 1 of reporting. A task of reporting needs 8,000 MiB,
           and no instance has more than 744 left; 2 instances of t3a.xlarge
           have 28,752 MiB and 7,680 CPU units for tasks, 27,264 MiB and 3,840
           CPU units are reserved.
           Each of these is enough:
           - memoryReservation of reporting 8,000 -> 4,372 MiB
           - cluster.instances 2 -> 3
           - cluster.instanceType t3a.xlarge -> t3a.2xlarge
`);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("tells a machine everything", async () => {
    const { code, stdout } = await project.smart360(["capacity", "--json"]);
    const report = JSON.parse(stdout) as Report;
    expect(code).toBe(0);
    expect(report).toMatchObject({
      environment: "production",
      ok: true,
      cluster: {
        instanceType: "t3a.xlarge",
        instances: 2,
        maxInstances: 3,
        cpuUnits: 4_096,
        registeredMemoryMiB: 15_400,
        networkInterfaces: 4,
        tasksIfAwsvpc: 3,
        forTasks: { cpuUnits: 3_840, memoryMiB: 14_376, hostPorts: 1_000 },
      },
    });
    expect(report.scenarios.map(({ scenario, verdict }) => `${scenario}: ${verdict}`)).toEqual([
      "steady: fits",
      "rolling: fits",
      "all-rolling: fits",
      "instance-lost: fits",
      "maximum: fits",
    ]);
    expect(report.scenarios[0]?.instances[0]).toEqual({
      zone: "us-east-1a",
      tasks: [
        "assets",
        "billing",
        "customers",
        "identity",
        "metering",
        "notifications",
        "payments",
        "reporting",
        "workorders",
      ],
      free: { cpuUnits: 1_920, memoryMiB: 7_720, hostPorts: 991 },
    });
    expect(report.scenarios[0]?.headroom).toContainEqual({
      cpuUnits: 192,
      memoryMiB: 640,
      tasks: 20,
      services: ["assets", "customers", "identity", "notifications", "payments", "workorders"],
    });
  });

  it("says so where no service has schedules", async () => {
    const { code, stdout } = await project.smart360(["capacity", "--scenario", "schedules"]);
    expect([code, stdout.trimEnd().split("\n").at(-1)]).toEqual([0, "No service has schedules."]);
  });

  it("names the scenarios", async () => {
    const { code, stderr } = await project.smart360(["capacity", "--scenario", "stedy"]);
    expect([code, stderr]).toEqual([
      2,
      "error: option '--scenario <name>' argument 'stedy' is invalid. Allowed choices are steady, rolling, all-rolling, instance-lost, schedules, maximum.\n(smart360 capacity --help tells how it is used)\n",
    ]);
  });
});

describe("smart360 check", () => {
  it("refuses what finds no room, with its place", async () => {
    const { code, stdout } = await withServices(greedy, () => project.smart360(["check"]));
    expect(code).toBe(2);
    expect(stdout).toContain(
      'services.json:86:28  services[8] "reporting" > memoryReservation: production: a deployment of reporting can never proceed: ',
    );
  });

  it("warns of what fits as long as nothing happens", async () => {
    const [plain, json] = await withServices(tenth, async () => [
      await project.smart360(["check"]),
      await project.smart360(["check", "--json"]),
    ]);
    expect([plain?.code, json?.code]).toEqual([0, 0]);
    expect(plain?.stdout).toContain(
      "environment production: valid, 10 services\n  warning: production: with one instance lost, 2 tasks find no room until it is\n    replaced. A task of tariffs needs 192 CPU units",
    );
    const { results } = JSON.parse(json?.stdout ?? "{}") as { results: { what: string; notes?: string[] }[] };
    expect(results.find(({ what }) => what === "environment production")?.notes).toHaveLength(1);
  });
});

describe("the app", () => {
  it("warns on stdout: the CDKTF CLI shows stderr as errors", async () => {
    const app = [join(projectRoot, "ops", "load.mjs"), "main.ts"];
    const options = {
      cwd: project.root,
      encoding: "utf8",
      env: { ...process.env, ENVIRONMENT: "production" },
    } as const;
    const { status, stdout, stderr } = await withServices(tenth, async () => spawnSync(process.execPath, app, options));
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^warning: production: with one instance lost, 2 tasks find no room until it is\n {2}replaced\. /,
    );
  });
});
