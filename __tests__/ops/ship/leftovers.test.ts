/** A release that is killed at any moment, and repeated. */
import { describe, expect, it } from "vitest";
import { shortImage } from "../../../core/release/ending";
import { digestOf, fullDefinition, templateTags, uriOf } from "../../support/release-world";
import { describeReleases, refusal } from "../../support/releasing";
import { rollsBack, stalls, succeeds } from "../../support/scripted-ecs";

const releases = describeReleases();
const { run } = releases;
const left = (printed: readonly string[]) => printed.filter((line) => line.startsWith("Left over"));

/** Id of the lock that is left, in either of its parts. */
const lockId = () => {
  const text = releases.world.lockFile ?? releases.world.lockItem;
  return text === undefined ? undefined : (JSON.parse(text) as { ID: string }).ID;
};

describe("killed after each of its changes, and repeated", () => {
  it("a release that would have succeeded ends as one", async () => {
    const endings: unknown[] = [];
    let changes = 0;
    for (;;) {
      const { world } = releases;
      world.changesLeft = changes;
      world.restart();
      const killed = await run({ image: "build-42", pollSeconds: 60 }).catch(() => undefined);
      const wasKilled = world.changesLeft < 0;
      world.changesLeft = Infinity;
      const before = world.parameter;
      const { code } = await run({ image: "build-42", breakLock: lockId() });
      const { parameter, runs, revisions, locks } = world.rest;
      endings.push({
        changes,
        code,
        parameter,
        locks,
        isOne: revisions.join() === `11 build-40,12 build-41,${runs} build-42`,
      });
      expect(before === uriOf("build-41") || before === uriOf("build-42")).toBe(true);
      if (!wasKilled) {
        expect(killed?.code).toBe(0);
        break;
      }
      changes += 1;
    }
    expect(changes).toBeGreaterThan(15);
    expect(endings).toEqual(
      Array.from({ length: changes + 1 }, (_, index) => ({
        changes: index,
        code: 0,
        parameter: "build-42",
        locks: 0,
        isOne: true,
      })),
    );
  });

  it("a release that ECS rolls back leaves nothing of itself once another one has run", async () => {
    const endings: unknown[] = [];
    let changes = 0;
    for (;;) {
      const { world } = releases;
      world.restart();
      world.ecs.rollouts = [rollsBack];
      world.changesLeft = changes;
      await run({ image: "build-42", pollSeconds: 60 }).catch(() => undefined);
      const wasKilled = world.changesLeft < 0;
      world.changesLeft = Infinity;
      // Whatever was not begun by then succeeds.
      world.ecs.rollouts = [];
      const { code } = await run({ image: "build-40", breakLock: lockId() });
      const { parameter, runs, revisions, locks } = world.rest;
      endings.push([
        code,
        parameter,
        locks,
        revisions.at(-1) === `${runs} build-40`,
        revisions.includes("13 build-42"),
      ]);
      if (!wasKilled) break;
      changes += 1;
    }
    expect(changes).toBeGreaterThan(15);
    expect(endings).toEqual(Array.from({ length: changes + 1 }, () => [0, "build-40", 0, true, false]));
  });
});

describe("what a killed release left", () => {
  it("a revision that the service does not run is deregistered", async () => {
    releases.world.ecs.add(fullDefinition(uriOf("build-42")), templateTags);
    const { code, printed } = await run({ redeploy: true });
    expect([code, left(printed)]).toEqual([0, ["Left over  revision 13 of a killed release: deregistered"]]);
    expect(releases.world.rest).toMatchObject({
      parameter: "build-41",
      runs: 14,
      revisions: ["11 build-40", "12 build-41", "14 build-41"],
    });
  });

  it("a deployment is waited for, and finished when it succeeds", async () => {
    releases.world.ecs.add(fullDefinition(uriOf("build-42")), templateTags);
    releases.world.ecs.begin(13, succeeds);
    const { code, printed } = await run({ image: "build-42" });
    const id = releases.world.ecs.deployments[0]?.id;
    expect(code).toBe(0);
    expect(left(printed)).toEqual([
      `Left over  deployment ${id} is under way already: waiting for its end`,
      "Left over  1 of 2 new, 2 old (1 starting)",
      "Left over  2 of 2 new, 1 old",
      `Left over  revision 13 of a killed release: finished (sha256:9bf1b5433aad); the parameter named ${shortImage(uriOf("build-41"))}`,
    ]);
    expect(printed.at(-1)).toContain("already, as revision 13");
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 13, locks: 0 });
    expect(releases.world.image("build-42")?.tags).toContain("release-13");
  });

  it("a deployment is waited for, and its revision deregistered when ECS rolls it back", async () => {
    releases.world.ecs.add(fullDefinition(uriOf("build-42")), templateTags);
    releases.world.ecs.begin(13, rollsBack);
    const { code, printed } = await run({ image: "build-40" });
    expect([code, left(printed).at(-1)]).toEqual([0, "Left over  revision 13 of a killed release: deregistered"]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-40", runs: 14, locks: 0 });
  });

  it("a deployment that does not end in time stops the next release", async () => {
    releases.world.ecs.add(fullDefinition(uriOf("build-42")), templateTags);
    releases.world.ecs.begin(13, stalls);
    const { code, printed } = await run({ image: "build-42", pollSeconds: 60 });
    const [{ id } = { id: "" }] = releases.world.ecs.deployments;
    expect([code, printed.at(-1)]).toEqual([
      1,
      `billing is not released: Deployment ${id} was under way already, and is not over after 30 minutes (--timeout). It goes on; ` +
        "`smart360 ship status billing` tells how far it is. Repeat the command when it is over.",
    ]);
    expect(releases.world.rest.locks).toBe(0);
  });

  it("a migration is waited for: two would meet in the database", async () => {
    startMigration();
    const { code, printed } = await run({ image: "build-42" });
    expect([code, left(printed)]).toEqual([
      0,
      ["Left over  migration migration1 of an earlier release still runs: waiting for it"],
    ]);
    expect(releases.world.ecs.tasks.map(({ isStopped }) => isStopped)).toEqual([true, true]);
  });

  it("a migration that is being stopped still runs: it is waited for too", async () => {
    releases.world.ecs.migrations = [{ looks: Infinity, looksWhileStopping: 3, stoppedReason: "Stopped" }];
    releases.world.ecs.answer("StopTask", { task: startMigration() });
    let atStart: readonly boolean[] = [];
    releases.world.onCall = ({ action }) => {
      if (action === "RunTask") atStart = releases.world.ecs.tasks.map(({ isStopped }) => isStopped);
    };
    const { code, printed } = await run({ image: "build-42" });
    expect([code, left(printed), atStart]).toEqual([
      0,
      ["Left over  migration migration1 of an earlier release still runs: waiting for it"],
      [true],
    ]);
  });

  it("a migration that has ended is none", async () => {
    releases.world.ecs.migrations = [{ looks: 1, stoppedReason: "Stopped" }];
    releases.world.ecs.answer("StopTask", { task: startMigration() });
    const { code, printed } = await run({ image: "build-42" });
    expect([code, left(printed)]).toEqual([0, []]);
  });

  it("a rollout whose tasks are not healthy is not taken over, and the next release goes on", async () => {
    releases.world.ecs.add(fullDefinition(uriOf("build-42")), templateTags);
    releases.world.ecs.settle(13);
    releases.world.targets = ["healthy", "unhealthy"];
    const seen: (string | undefined)[] = [];
    releases.world.onCall = ({ action }) => {
      if (action === "RegisterTaskDefinition") {
        seen.push(releases.world.parameter);
        releases.world.targets = undefined;
      }
    };
    const { code, printed } = await run({ rollback: true, pollSeconds: 60 });
    expect([code, left(printed)]).toEqual([
      0,
      [
        "Left over  1 of 2 targets healthy, unhealthy (Target.ResponseCodeMismatch)",
        "Left over  revision 13 of a killed release is not taken over: The load balancer does not find every task healthy " +
          "at /health within 5 minutes: 1 of 2 targets healthy, unhealthy (Target.ResponseCodeMismatch).",
        `Left over  the parameter goes on naming ${digestOf("build-41").slice(0, 19)}`,
      ],
    ]);
    expect(seen).toEqual([uriOf("build-41")]);
    expect(releases.world.image("build-42")?.tags).not.toContain("release-13");
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 14, locks: 0 });
  });

  it("a rollout whose image ECR has let go is not taken over, and does not keep the next release off", async () => {
    releases.world.ecs.add(fullDefinition(uriOf("build-42")), templateTags);
    releases.world.ecs.settle(13);
    releases.world.images = releases.world.images.filter(({ tags }) => !tags.includes("build-42"));
    const { code, printed } = await run({ image: "build-40" });
    const gone = digestOf("build-42").slice(0, 19);
    expect([code, left(printed)[0]]).toEqual([
      0,
      `Left over  revision 13 of a killed release is not taken over: its image ${gone} is not in ECR any more.`,
    ]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-40", runs: 14, locks: 0 });
  });

  it("a migration that does not end in time stops the next release", async () => {
    releases.world.ecs.migrations = [{ looks: Infinity, stoppedReason: "" }];
    startMigration();
    const { code, printed } = await run({ image: "build-42", pollSeconds: 60 });
    expect([code, printed.at(-1)]).toEqual([
      1,
      "billing is not released: Migration migration1 of an earlier release still runs after 30 minutes (--timeout). Wait for its end, " +
        "or stop it: aws ecs stop-task --cluster smart360-production --task migration1",
    ]);
  });

  function startMigration() {
    releases.world.ecs.answer("RunTask", {
      taskDefinition: releases.world.ecs.arn(12),
      startedBy: "smart360-ship/billing",
      overrides: { containerOverrides: [] },
    });
    return releases.world.ecs.tasks[0]?.taskArn;
  }
});

describe("what a release does not clear, because it is Terraform's", () => {
  it("is a newer template that the service does not run", async () => {
    const [container] = fullDefinition(uriOf("build-41")).containerDefinitions;
    const changed = {
      ...fullDefinition(uriOf("build-41")),
      cpu: "1024",
      containerDefinitions: [
        { ...container, environment: [{ name: "LOG_LEVEL", value: "debug" }], memory: 2048, image: uriOf("build-41") },
      ],
    };
    releases.world.ecs.add(changed, templateTags);
    expect(await refusal(run({ image: "build-42" }))).toEqual([
      "UserError",
      "Revision 13 is the newest of billing, but the service runs 12; they differ in " +
        "billing.environment.DJANGO_SETTINGS_MODULE, billing.environment.LOG_LEVEL, billing.memory and 1 more. An apply of service-billing was not finished, or was rolled back: " +
        "apply that stack again, then release. Nothing was done.",
    ]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 12, locks: 0 });
    expect(releases.world.revisions).toHaveLength(3);
  });

  it("is tags that differ: they are part of what Terraform compares", async () => {
    releases.world.ecs.add(fullDefinition(uriOf("build-41")), []);
    const [, message] = await refusal(run({ image: "build-42" }));
    expect(message).toContain("they differ in tags.Environment, tags.Service.");
  });

  it("is a service whose revision somebody deregistered", async () => {
    Object.assign(releases.world.ecs.revisions[1]?.definition ?? {}, { status: "INACTIVE" });
    expect(await refusal(run({ image: "build-42" }))).toEqual([
      "UserError",
      "billing runs revision 12, which somebody deregistered; the newest active one is 11. " +
        "Apply the stack service-billing, then release. Nothing was done.",
    ]);
  });
});
