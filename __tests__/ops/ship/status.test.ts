/** `smart360 ship status`, against a server that answers as AWS documents. */
import { describe, expect, it } from "vitest";
import { shipStatus } from "../../../ops/commands/ship-status";
import { digestOf, fullDefinition, templateTags, uriOf } from "../../support/release-world";
import { awsVariables } from "../../support/on-scripted-aws";
import { describeReleases, refusal, runStatus } from "../../support/releasing";
import { jsonError } from "../../support/scripted-aws";
import { failsForGood, stalls } from "../../support/scripted-ecs";

const releases = describeReleases();
const short = (name: string) => digestOf(name).slice(0, 19);
const status = async () => (await runStatus(releases.project)).printed;

describe("ship status", () => {
  it("tells what runs where since when", async () => {
    expect(await status()).toEqual([
      "service  image     revision  tasks   since (UTC)       state",
      "------------------------------------------------------------",
      "billing  build-41  12        2 of 2  2026-09-29 14:00  ok",
    ]);
  });

  it.each<[string, () => void, string, readonly string[]]>([
    [
      "a deployment that is under way",
      () => {
        releases.world.ecs.add(fullDefinition(uriOf("build-42")), templateTags);
        releases.world.ecs.begin(13, stalls);
      },
      "billing  build-42  13        3 of 2  2026-09-29 14:00  rolling out",
      [
        "billing: a deployment: 1 of 2 new, 2 old (1 starting)",
        `billing: the parameter names ${short("build-41")}, the service runs ${short("build-42")}`,
      ],
    ],
    [
      "a deployment that failed",
      () => {
        releases.world.ecs.begin(12, failsForGood.slice(-1));
      },
      "billing  build-41  12        0 of 2  2026-09-29 14:00  failed",
      ["billing: its deployment failed: ECS deployment circuit breaker: tasks failed to start."],
    ],
    [
      "a template that the service does not run",
      () => {
        releases.world.ecs.add({ ...fullDefinition(uriOf("build-41")), cpu: "1", memory: "2", pidMode: "host" }, []);
      },
      "billing  build-41  12        2 of 2  2026-09-29 14:00  see below",
      ["billing: the newest revision is 13, which differs in cpu, memory, pidMode, ..."],
    ],
    [
      "a revision of a killed release",
      () => {
        releases.world.ecs.add(fullDefinition(uriOf("build-42")), templateTags);
      },
      "billing  build-41  12        2 of 2  2026-09-29 14:00  see below",
      ["billing: the newest revision is 13, which differs in the image"],
    ],
    [
      "a parameter that names another image",
      () => {
        releases.world.parameter = uriOf("build-40");
      },
      "billing  build-41  12        2 of 2  2026-09-29 14:00  see below",
      [`billing: the parameter names ${short("build-40")}, the service runs ${short("build-41")}`],
    ],
    [
      "an image that ECR has let go",
      () => {
        releases.world.images = [];
      },
      `billing  ${short("build-41")}  12        2 of 2  2026-09-29 14:00  see below`,
      [`billing: its image ${short("build-41")} is not in ECR any more`],
    ],
    [
      "a lock",
      () => {
        releases.world.lockItem = JSON.stringify({
          ID: "1",
          Operation: "OperationTypePlan",
          Info: "",
          Who: "jenkins@builder-1",
          Created: "2026-09-29T13:00:00Z",
        });
      },
      "billing  build-41  12        2 of 2  2026-09-29 14:00  see below",
      ["billing: locked by jenkins@builder-1 since 2026-09-29 13:00:00 UTC, 2 hours ago (terraform plan)"],
    ],
    [
      "a lock that may not be read",
      () => {
        releases.world.mayList = false;
      },
      "billing  build-41  12        2 of 2  2026-09-29 14:00  see below",
      [
        "billing: whether it is locked is not known: S3 denies production/service-billing.tfstate.tflock in the bucket " +
          "smart360-production-tfstate-111122223333. Either these credentials may not read it (s3:GetObject, kms:Decrypt), or it " +
          "is not there and they may not be told so (s3:ListBucket). Use the role `release` (stack `delivery`), or allow them both.",
      ],
    ],
    [
      "a service that is to have no task",
      () => {
        releases.world.ecs.desiredCount = 0;
        releases.world.ecs.deployments = releases.world.ecs.deployments.map((each) => ({ ...each, runningCount: 0 }));
      },
      "billing  build-41  12        0 of 0  2026-09-29 14:00  see below",
      ["billing: nothing runs: ECS is to keep no task of it (desired count 0)"],
    ],
    [
      "a service that was never released",
      () => {
        releases.world.ecs.hasService = false;
        releases.world.parameter = "unreleased";
      },
      "billing  -      -         -      -            not deployed",
      ["billing: never released: smart360 ship billing --first --image <tag>"],
    ],
    [
      "a service whose stack is to be applied",
      () => {
        releases.world.ecs.hasService = false;
      },
      "billing  -      -         -      -            not deployed",
      [`billing: ${short("build-41")} is to start with: apply the stack service-billing`],
    ],
  ])("shows %s", async (_, arrange, row, notes) => {
    arrange();
    const printed = await status();
    expect(printed.slice(2)).toEqual([row, "", ...notes]);
    expect(printed.slice(0, 2).map((line) => line.length)).not.toContain(0);
  });

  it("of one service that cannot be seen does not hide the others", async () => {
    const answers = releases.world.refusals;
    answers.set("GetParameter", [jsonError("ParameterNotFound", "Parameter not found.")]);
    const { code, stdout } = await releases.project.smart360(
      ["ship", "status", "--json"],
      awsVariables(releases.aws, releases.project),
    );
    const { services } = JSON.parse(stdout) as { services: { state: string; drift: readonly string[] }[] };
    const unseen = services.filter(({ state }) => state === "not known");
    expect([code, services.length, unseen.length]).toEqual([0, 9, 1]);
    expect(unseen[0]?.drift[0]).toMatch(
      /^There is no parameter \/smart360\/production\/\w+\/image\. Apply the stack `registry` first\.$/,
    );
  });

  it("of a service that cannot be seen at all is refused", async () => {
    releases.world.parameter = undefined;
    expect(await refusal(runStatus(releases.project))).toEqual([
      "UserError",
      "There is no parameter /smart360/production/billing/image. Apply the stack `registry` first.",
    ]);
  });

  it("fits sentences to a terminal", async () => {
    releases.world.mayList = false;
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    const options = { root: releases.project.root, environment: "production", service: "billing" };
    await shipStatus(
      { ...options, offline: false, json: false, now: () => new Date(Date.UTC(2026, 8, 29, 15)) },
      { isTerminal: true, bold: (text) => text, print, note: print },
    );
    expect(lines.slice(3, 6)).toEqual([
      "",
      "billing: whether it is locked is not known: S3 denies",
      expect.stringMatching(/^ {2}production\/service-billing\.tfstate\.tflock in the bucket$/),
    ]);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it("as JSON holds whole names and times", async () => {
    const { code, printed } = await runStatus(releases.project, { json: true });
    expect([code, JSON.parse(printed.join("\n"))]).toEqual([
      0,
      {
        environment: "production",
        services: [
          {
            service: "billing",
            state: "ok",
            parameter: uriOf("build-41"),
            running: {
              image: uriOf("build-41"),
              tags: ["build-41", "release-12"],
              revision: 12,
              newestRevision: 12,
              tasks: 2,
              desired: 2,
              since: expect.stringMatching(/^2026-09-29T14:00:0\d\.000Z$/) as string,
            },
            lock: null,
            drift: [],
          },
        ],
      },
    ]);
  });

  it("without a name tells all services, and changes nothing", async () => {
    const { code, stdout, stderr } = await releases.project.smart360(
      ["ship", "status", "-e", "production"],
      awsVariables(releases.aws, releases.project),
    );
    expect([
      code,
      stdout
        .split("\n")
        .slice(2, 11)
        .map((line) => line.split(" ")[0]),
    ]).toEqual([
      0,
      [
        "identity",
        "customers",
        "metering",
        "billing",
        "payments",
        "assets",
        "workorders",
        "notifications",
        "reporting",
      ],
    ]);
    // Nor the AWS SDK's advice about Node.
    expect(stderr).toBe("");
    expect(stdout.split("\n").slice(-3)).toEqual([
      "",
      expect.stringMatching(/^frontend: not known: S3 denies production\/edge\.tfstate in the bucket /),
      "",
    ]);
    const changing = releases
      .actions()
      .filter((action) => /^(Put|Delete|Register|Deregister|Update|Run|Stop)/.test(action));
    expect(changing).toEqual([]);
  });
});
