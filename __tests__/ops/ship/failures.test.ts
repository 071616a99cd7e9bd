/** Releases that do not succeed: what is said, and that everything is as it was. */
import { describe, expect, it } from "vitest";
import { digestOf, fullDefinition, registry, repository, templateTags, uriOf } from "../../support/release-world";
import { describeReleases, refusal } from "../../support/releasing";
import { jsonError } from "../../support/scripted-aws";
import { failsForGood, rollsBack, stalls, succeeds, supersededBy } from "../../support/scripted-ecs";

const releases = describeReleases();
const { run, actions } = releases;
const short = (name: string) => digestOf(name).slice(0, 19);
const named = (name: string) => `${name} (${short(name)})`;

/** Nothing of a failed release is left. */
const asBefore = { parameter: "build-41", runs: 12, revisions: ["11 build-40", "12 build-41"], locks: 0 };

/** The lines after the last step. */
const ending = (printed: readonly string[]) => {
  const steps = /^(Lock|Left over|Image|Register|Migrate|Roll out|Health|Tag|Parameter|Undo) /;
  return printed.slice(printed.findLastIndex((line) => steps.test(line)) + 1);
};

describe("an image that is not to be released", () => {
  const critical = { status: "COMPLETE", counts: { CRITICAL: 2, HIGH: 1, INFORMATIONAL: 7 } };

  it.each<[string, string, () => void, string]>([
    [
      "is missing",
      "build-99",
      () => {},
      `There is no image build-99 in the repository ${registry}. Push it first, or correct --image. Nothing was done.`,
    ],
    [
      "is missing, by digest",
      digestOf("build-99"),
      () => {},
      `There is no image ${short("build-99")} in the repository ${registry}. Push it first, or correct --image. Nothing was done.`,
    ],
    [
      "lies elsewhere",
      "nginx/nginx:latest",
      () => {},
      `--image is nginx/nginx:latest, which is not in the service's repository. Push it to ${registry}, or give its tag there.`,
    ],
    [
      "is another service's",
      `${registry}-two:build-42`,
      () => {},
      `--image is ${registry}-two:build-42, which is not in the service's repository. ` +
        `Push it to ${registry}, or give its tag there.`,
    ],
    [
      "has no readable name",
      "build 42",
      () => {},
      '--image is "build 42"; it must be a tag such as build-42, a digest (sha256: and 64 hexadecimal digits), or the URI of an image.',
    ],
    [
      "has critical findings",
      "build-42",
      () => setScan(critical),
      `${named("build-42")} is not released: ECR's scan has 2 critical and 1 high findings, and critical ones are refused. ` +
        "Nothing was done. Mend the image; or change delivery.refusedFindings in the environment file, for all to see.",
    ],
    [
      "was never scanned",
      "build-42",
      () => setScan(undefined),
      `${named("build-42")} is not released: ECR has no scan of it, 2 minutes after it was asked for one. Scanning on push is on, ` +
        "so the image was pushed before that, or ECR is late. Nothing was done. Start a scan, then repeat: " +
        `aws ecr start-image-scan --repository-name ${repository} --image-id imageDigest=${digestOf("build-42")}`,
    ],
    [
      "is not scanned, as somebody switched that off",
      "build-42",
      () => {
        setScan(undefined);
        releases.world.scanOnPush = false;
      },
      `${named("build-42")} is not released: ECR has no scan of it, as scanning on push is off for ${repository}. ` +
        "Nothing was done. Apply the stack `registry`, which switches it on; start a scan, then repeat: " +
        `aws ecr start-image-scan --repository-name ${repository} --image-id imageDigest=${digestOf("build-42")}`,
    ],
    [
      "is an index, as builds with an attestation push it",
      "build-42",
      () => {
        setScan(undefined);
        Object.assign(releases.world.image("build-42") ?? {}, {
          mediaType: "application/vnd.oci.image.index.v1+json",
        });
      },
      `${named("build-42")} is not released: it is an index of images, built for several platforms or with an attestation, ` +
        "and ECR tells no findings of an index. Nothing was done. Push one image alone: " +
        "docker build --platform linux/amd64 --provenance=false.",
    ],
    [
      "cannot be scanned",
      "build-42",
      () => setScan({ status: "UNSUPPORTED_IMAGE", description: "No such distribution.", counts: {} }),
      `${named("build-42")} is not released: ECR could not scan it (UNSUPPORTED_IMAGE: No such distribution). Nothing was done. ` +
        `Try once more (aws ecr start-image-scan --repository-name ${repository} --image-id imageDigest=${digestOf("build-42")}), ` +
        "or build it on an image that ECR can scan.",
    ],
    [
      "is still being scanned after five minutes",
      "build-42",
      () => setScan({ status: "IN_PROGRESS", counts: {} }),
      `${named("build-42")} is not released: ECR's scan of it is not over after 5 minutes. Nothing was done. Wait for it, then repeat: ` +
        `aws ecr wait image-scan-complete --repository-name ${repository} --image-id imageDigest=${digestOf("build-42")}`,
    ],
    [
      "has no repository",
      "build-42",
      () =>
        releases.world.refusals.set("DescribeImages", [jsonError("RepositoryNotFoundException", "No such repository")]),
      `There is no repository ${registry}. Apply the stack \`registry\` first.`,
    ],
  ])("%s", async (_, image, arrange, message) => {
    arrange();
    expect(await refusal(run({ image, pollSeconds: 60 }))).toEqual(["UserError", message]);
    expect(releases.world.rest).toEqual(asBefore);
    expect(actions()).not.toContain("RegisterTaskDefinition");
  });

  it.each([
    ["lesser findings", { status: "COMPLETE", counts: { HIGH: 3 } }, `${named("build-42")}: 3 high findings`],
    ["Inspector's findings", { status: "ACTIVE", counts: { LOW: 1 } }, `${named("build-42")}: 1 low finding`],
  ])("%s are told, and do not hold it up", async (_, scan, text) => {
    setScan(scan);
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed[2]]).toEqual([0, `Image      ${text}`]);
  });

  it("a scan that has not begun, as right after a push, is waited for, and so is one under way", async () => {
    const scans = [undefined, undefined, "PENDING", "IN_PROGRESS", "COMPLETE"];
    releases.world.onCall = ({ action }) => {
      if (action !== "DescribeImageScanFindings") return;
      const status = scans.shift();
      setScan(status === undefined ? undefined : { status, counts: {} });
    };
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.slice(2, 5)]).toEqual([
      0,
      [
        "Image      waiting for ECR to scan it",
        "Image      ECR scans it",
        `Image      ${named("build-42")}: no findings`,
      ],
    ]);
  });

  function setScan(scan: { status: string; description?: string; counts: Record<string, number> } | undefined) {
    const image = releases.world.image("build-42");
    if (image !== undefined) image.scan = scan;
  }
});

describe("a migration", () => {
  it("that logs a secret does not get it printed, nor what steers a terminal", async () => {
    releases.world.ecs.migrations = [{ looks: 2, exitCode: 1, stoppedReason: "Essential container in task exited" }];
    const dsn = ["postgres://billing", "made-up@db/billing"].join(":");
    releases.world.logs = { "task/billing/migration1": [`invalid dsn: ${dsn}`, "\u001b[2Jgone"] };
    const { printed } = await run({ image: "build-42" });
    expect(printed).toContain("  (not shown: it holds a URL with a password)");
    expect(printed).toContain("  \\u001b[2Jgone");
    expect(printed.join()).not.toContain("made-up");
  });

  it("that fails stops the release, with its exit code and its last lines", async () => {
    releases.world.ecs.migrations = [{ looks: 2, exitCode: 1, stoppedReason: "Essential container in task exited" }];
    releases.world.logs = { "task/billing/migration1": ["Running migrations:\n", "psycopg2.errors.DuplicateTable\n"] };
    const { code, printed } = await run({ image: "build-42" });
    expect([code, ending(printed)]).toEqual([
      1,
      [
        "Task migration1 stopped: Essential container in task exited; exit code 1",
        "  Running migrations:",
        "  psycopg2.errors.DuplicateTable",
        "billing is not released. Migrate failed: python manage.py migrate --noinput ended with exit code 1.",
        "billing runs revision 12. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
    expect(actions()).not.toContain("UpdateService");
  });

  it("whose container never starts says why", async () => {
    const reason = "CannotPullContainerError: pull access denied";
    releases.world.ecs.migrations = [{ looks: 1, stoppedReason: "Task failed to start", reason }];
    const { code, printed } = await run({ image: "build-42" });
    expect([code, ending(printed).slice(0, 3)]).toEqual([
      1,
      [
        `Task migration1 stopped: Task failed to start; ${reason}`,
        "  It logged nothing.",
        "billing is not released. Migrate failed: python manage.py migrate --noinput did not run.",
      ],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("for which there is no room says so", async () => {
    const none = { status: 200, type: "application/x-amz-json-1.1", body: "" };
    const failures = [{ arn: "arn:aws:ecs:instance", reason: "RESOURCE:MEMORY" }];
    releases.world.refusals.set("RunTask", [{ ...none, body: JSON.stringify({ tasks: [], failures }) }]);
    const { code, printed } = await run({ image: "build-42" });
    expect([code, ending(printed)[0]]).toEqual([
      1,
      "billing is not released. Migrate failed: ECS could not start the task: RESOURCE:MEMORY.",
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("that does not end in time is stopped", async () => {
    releases.world.ecs.migrations = [{ looks: Infinity, stoppedReason: "Stopped" }];
    const { code, printed } = await run({ image: "build-42", timeoutMinutes: 10, pollSeconds: 60 });
    expect([code, ending(printed)[0]]).toEqual([
      1,
      "billing is not released. Migrate failed: python manage.py migrate --noinput ran longer than 10 minutes (--timeout).",
    ]);
    expect(releases.world.ecs.tasks.map(({ isStopped }) => isStopped)).toEqual([true]);
    expect(releases.world.rest).toEqual(asBefore);
  });
});

describe("a deployment", () => {
  it("whose tasks never become healthy is rolled back by ECS, and that is no success", async () => {
    releases.world.ecs.rollouts = [rollsBack];
    releases.world.ecs.stopped = [stoppedTask(13, "Task failed ELB health checks"), stoppedTask(12, "Scaling")];
    releases.world.logs = { "task/billing/33333333": ["ModuleNotFoundError: No module named 'tariffs'"] };
    const { code, printed } = await run({ image: "build-42" });
    const rolling = printed.filter((line) => line.startsWith("Roll out"));
    expect(rolling.slice(0, 2)).toEqual([
      "Roll out   deployment ecs-svc/1790690404 of revision 13",
      "Roll out   0 of 2 new, 2 old, 2 healthy (1 starting)",
    ]);
    expect(rolling).toContain("Roll out   0 of 2 new, 2 old, 2 healthy (1 starting, 2 failed)");
    expect(rolling).toContain(
      "Roll out   ECS goes back to revision 12: ECS deployment circuit breaker: tasks failed to start.",
    );
    expect([code, ending(printed)]).toEqual([
      1,
      [
        "Last events:",
        "  (service billing) (task 33333333) failed container health checks.",
        "  (service billing) (deployment ecs-svc/1790690404) deployment failed: tasks failed to start.",
        "Task 33333333 stopped: Task failed ELB health checks; exit code 1",
        "  ModuleNotFoundError: No module named 'tariffs'",
        "billing is not released. Roll out failed: ECS rolled it back to revision 12 " +
          "(ECS deployment circuit breaker: tasks failed to start).",
        "billing runs revision 12. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
    expect(actions().filter((action) => action === "UpdateService")).toHaveLength(1);
  });

  it("that ECS gives up without going back is put back", async () => {
    releases.world.ecs.rollouts = [failsForGood, succeeds];
    const { code, printed } = await run({ image: "build-42" });
    expect([code, ending(printed)]).toEqual([
      1,
      [
        "Last events:",
        "  (service billing) (task 33333333) failed container health checks.",
        "billing is not released. Roll out failed: ECS gave the deployment up (ECS deployment circuit breaker: tasks failed to start).",
        "billing runs revision 12 again. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(printed.filter((line) => line.startsWith("Undo")).at(-1)).toBe("Undo       revision 13 deregistered");
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("that is not complete in time is put back", async () => {
    releases.world.ecs.rollouts = [stalls, succeeds];
    const { code, printed } = await run({ image: "build-42", timeoutMinutes: 15, pollSeconds: 60 });
    expect([code, ending(printed).slice(-2)]).toEqual([
      1,
      [
        "billing is not released. Roll out failed: it was not complete after 15 minutes (--timeout).",
        "billing runs revision 12 again. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("that is put back, and does not get there in time either, is left on its way", async () => {
    releases.world.ecs.rollouts = [stalls, stalls];
    const { code, printed } = await run({ image: "build-42", pollSeconds: 60 });
    expect([code, printed.at(-1)]).toEqual([
      1,
      "billing goes back to revision 12. Revision 13 is deregistered, the parameter is as it was.",
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("that another one took the place of leaves that one alone", async () => {
    const other = releases.world.ecs.add({ ...fullDefinition(uriOf("build-41")), cpu: "1024" }, templateTags, 10);
    releases.world.ecs.rollouts = [supersededBy(other.taskDefinition.taskDefinitionArn)];
    const { code, printed } = await run({ image: "build-42" });
    expect([code, ending(printed)]).toEqual([
      1,
      [
        "billing is not released. Roll out failed: deployment ecs-svc/other of revision 10 took its place; somebody else started it.",
        "billing runs what another deployment brought. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 10, locks: 0 });
    expect(releases.world.revisions).not.toContain("13 build-42");
  });

  it("that another one of the same revision took the place of is left to the next release", async () => {
    releases.world.ecs.rollouts = [supersededBy(releases.world.ecs.arn(13))];
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.at(-1)]).toEqual([
      1,
      "billing goes on with revision 13 in another deployment, which the next release looks after.",
    ]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 13, locks: 0 });
    expect(releases.world.revisions).toContain("13 build-42");
  });

  it("whose service is deleted meanwhile ends", async () => {
    releases.world.onCall = ({ action }) => {
      if (action === "UpdateService") releases.world.ecs.hasService = false;
    };
    const { code, printed } = await run({ image: "build-42" });
    expect([code, ending(printed)[0]]).toEqual([
      1,
      "billing is not released. Roll out failed: the service was deleted meanwhile.",
    ]);
  });

  it("that is complete without healthy targets is put back", async () => {
    releases.world.ecs.rollouts = [succeeds, succeeds];
    releases.world.targets = ["healthy", "unhealthy", "draining"];
    const { code, printed } = await run({ image: "build-42", pollSeconds: 60 });
    expect(printed).toContain("Health     1 of 2 targets healthy, unhealthy (Target.ResponseCodeMismatch)");
    expect([code, ending(printed)]).toEqual([
      1,
      [
        "billing is not released. Health failed: The load balancer does not find every task healthy at /health within 5 minutes: " +
          "1 of 2 targets healthy, unhealthy (Target.ResponseCodeMismatch).",
        "billing runs revision 12 again. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });
});

describe("what cannot be read of a failure does not hide it", () => {
  const denied = (action: string) => jsonError("AccessDeniedException", `not authorized to perform: ${action}`);
  const said = (action: string) =>
    `These credentials may not call ${action}. Use the role \`release\` (stack \`delivery\`), or allow them that.`;
  const rolledBack = [
    "billing is not released. Roll out failed: ECS rolled it back to revision 12 " +
      "(ECS deployment circuit breaker: tasks failed to start).",
    "billing runs revision 12. Revision 13 is deregistered, the parameter is as it was.",
  ];
  const events = [
    "Last events:",
    "  (service billing) (task 33333333) failed container health checks.",
    expect.stringContaining("deployment failed: tasks failed to start."),
  ];

  it("the log of a task that stopped", async () => {
    releases.world.ecs.rollouts = [rollsBack];
    releases.world.ecs.stopped = [stoppedTask(13, "Task failed ELB health checks")];
    releases.world.refusals.set("GetLogEvents", [denied("logs:GetLogEvents")]);
    const { code, printed } = await run({ image: "build-42" });
    expect([code, ending(printed)]).toEqual([
      1,
      [
        ...events,
        "Task 33333333 stopped: Task failed ELB health checks; exit code 1",
        `  Its log could not be read: ${said("logs:GetLogEvents")}`,
        ...rolledBack,
      ],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("the tasks that stopped", async () => {
    releases.world.ecs.rollouts = [rollsBack];
    releases.world.onCall = ({ action }) => {
      if (action === "UpdateService") releases.world.refusals.set("ListTasks", [denied("ecs:ListTasks")]);
    };
    const { code, printed } = await run({ image: "build-42" });
    expect([code, ending(printed)]).toEqual([
      1,
      [...events, `The tasks that stopped could not be read: ${said("ecs:ListTasks")}`, ...rolledBack],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("the log of a migration", async () => {
    releases.world.ecs.migrations = [{ looks: 2, exitCode: 3, stoppedReason: "Essential container in task exited" }];
    releases.world.refusals.set("GetLogEvents", [denied("logs:GetLogEvents")]);
    const { printed } = await run({ image: "build-42" });
    expect(ending(printed).slice(1, 3)).toEqual([
      `  Its log could not be read: ${said("logs:GetLogEvents")}`,
      "billing is not released. Migrate failed: python manage.py migrate --noinput ended with exit code 3.",
    ]);
  });

  it("a migration that could not be stopped", async () => {
    releases.world.ecs.migrations = [{ looks: Infinity, stoppedReason: "" }];
    releases.world.refusals.set("StopTask", [denied("ecs:StopTask")]);
    const { code, printed } = await run({ image: "build-42", pollSeconds: 60 });
    expect([code, printed.slice(-4, -1)]).toEqual([
      1,
      [
        `Migrate    task migration1 may still run, it could not be stopped: ${said("ecs:StopTask")}`,
        "Undo       revision 13 deregistered",
        "billing is not released. Migrate failed: python manage.py migrate --noinput ran longer than 30 minutes (--timeout).",
      ],
    ]);
  });

  it("a migration that takes its time to stop", async () => {
    releases.world.ecs.migrations = [{ looks: Infinity, looksWhileStopping: Infinity, stoppedReason: "" }];
    const { printed } = await run({ image: "build-42", pollSeconds: 60 });
    expect(printed).toContain("Migrate    task migration1 has not stopped yet");
  });
});

describe("after the rollout", () => {
  it("a service that somebody else changed meanwhile is not released", async () => {
    releases.world.onCall = ({ action }) => {
      const { ecs } = releases.world;
      const isComplete = ecs.running === ecs.arn(13) && ecs.deployments.length === 1;
      if (action === "DescribeTargetHealth" && isComplete) ecs.settle(11);
    };
    const { code, printed } = await run({ image: "build-42" });
    expect([code, ending(printed)]).toEqual([
      1,
      [
        "billing is not released. Health failed: the service does not run it any more; somebody else changed it.",
        "billing runs what another deployment brought. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", locks: 0 });
  });

  it("a service that ECS does not leave at the old revision is said to run the new one, which stays", async () => {
    releases.world.ecs.rollouts = [succeeds, rollsBack];
    releases.world.targets = ["healthy", "unhealthy"];
    const { code, printed } = await run({ image: "build-42", pollSeconds: 60 });
    expect([code, ending(printed).slice(-2)]).toEqual([
      1,
      [
        "billing could not be put back to revision 12: ECS went back to revision 13, which it runs. The parameter is as it was.",
        "Repeat the command: it begins with what is left over.",
      ],
    ]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 13, locks: 0 });
    expect(releases.world.revisions).toContain("13 build-42");
  });
});

const deniedOnIt = (action: string) =>
  jsonError("AccessDeniedException", `User: x is not authorized to perform: ${action} on resource: arn:aws:it`);

describe("the last steps", () => {
  it.each([
    ["Tag", "PutImage", "ecr:PutImage"],
    ["Parameter", "PutParameter", "ssm:PutParameter"],
  ])("%s that is refused takes the release back", async (step, action, permission) => {
    releases.world.refusals.set(action, [deniedOnIt(permission)]);
    const { code, printed } = await run({ image: "build-42" });
    expect([code, ending(printed)]).toEqual([
      1,
      [
        `billing is not released. ${step} failed: These credentials may not call ${permission} on arn:aws:it. ` +
          "Use the role `release` (stack `delivery`), or allow them that.",
        "billing runs revision 12 again. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("a parameter that was written although its answer was lost is written", async () => {
    releases.world.onCall = ({ action }) => {
      if (action === "PutParameter") releases.world.parameter = uriOf("build-42");
    };
    releases.world.refusals.set("PutParameter", [deniedOnIt("ssm:PutParameter")]);
    expect((await run({ image: "build-42" })).code).toBe(0);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 13, locks: 0 });
  });
});

describe("a revision that loses something on the way", () => {
  it("is deregistered at once", async () => {
    const { add } = releases.world.ecs;
    releases.world.ecs.add = (definition, tags, revision) =>
      add.call(releases.world.ecs, { ...definition, cpu: "1" }, tags.slice(1), revision);
    const { code, printed } = await run({ image: "build-42" });
    expect([code, ending(printed)]).toEqual([
      1,
      [
        "billing is not released. Register failed: revision 13 would differ from 12 in cpu, tags.Environment.",
        "billing runs revision 12. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("is deregistered, too, when ECS does not tell whether it is the newest", async () => {
    releases.world.onCall = ({ action }) => {
      if (action === "RegisterTaskDefinition")
        releases.world.refusals.set("ListTaskDefinitions", [deniedOnIt("ecs:ListTaskDefinitions")]);
    };
    const { code, printed } = await run({ image: "build-42" });
    expect([code, ending(printed)]).toEqual([
      1,
      [
        "billing is not released. Register failed: These credentials may not call ecs:ListTaskDefinitions on arn:aws:it. " +
          "Use the role `release` (stack `delivery`), or allow them that.",
        "billing runs revision 12. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("after a lost answer leaves no second one", async () => {
    releases.world.ecs.rollouts = [rollsBack];
    releases.world.onCall = ({ action }) => {
      if (action === "RegisterTaskDefinition" && releases.world.ecs.revisions.length === 2)
        releases.world.ecs.add(fullDefinition(uriOf("build-42")), templateTags);
    };
    expect((await run({ image: "build-42" })).code).toBe(1);
    expect(releases.world.rest).toEqual(asBefore);
  });
});

function stoppedTask(revision: number, stoppedReason: string) {
  return {
    taskArn: `arn:aws:ecs:us-east-1:111122223333:task/smart360-production/${revision === 13 ? "33333333" : "44444444"}`,
    taskDefinitionArn: releases.world.ecs.arn(revision),
    lastStatus: "STOPPED",
    stoppedReason,
    containers: [{ name: "billing", exitCode: 1 }],
  };
}
