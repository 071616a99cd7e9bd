/** Releases that succeed, through the real AWS SDK, against a server that answers as AWS documents. */
import { describe, expect, it } from "vitest";
import { addedByEcs } from "../../../core/release/revision";
import { digestOf, fullDefinition, registry, templateTags, uriOf } from "../../support/release-world";
import { describeReleases, refusal, steady } from "../../support/releasing";

const releases = describeReleases();
const { run, actions } = releases;
const short = (name: string) => digestOf(name).slice(0, 19);
const inputOf = (action: string) => {
  const call = releases.aws.calls.find((one) => one.action === action);
  return JSON.parse(call?.parameters["body"] ?? "null") as unknown;
};

describe("a deploy", () => {
  it("tells each step, and leaves revision, tag and parameter", async () => {
    const { code, printed } = await run({ image: "build-42" });
    expect(code).toBe(0);
    expect(steady(printed)).toEqual([
      "production, billing: deploy of build-42",
      "Lock       service-billing (<id>)",
      `Image      build-42 (${short("build-42")}): no findings`,
      "Register   revision 13, which differs from 12 in the image only",
      "Migrate    task migration1 runs python manage.py migrate --noinput",
      "Migrate    python manage.py migrate --noinput: done in 5 s",
      "Roll out   deployment ecs-svc/1790690404 of revision 13",
      "Roll out   14:00:05 (service billing) has started 1 tasks: (task 11111111).",
      "Roll out   0 of 2 new, 2 old, 2 healthy (1 starting)",
      "Roll out   1 of 2 new, 2 old, 3 healthy (1 starting)",
      "Roll out   2 of 2 new, 1 old, 3 healthy",
      "Roll out   14:00:06 (service billing) has stopped 1 running tasks: (task 22222222).",
      "Roll out   14:00:07 (service billing) has reached a steady state.",
      "Roll out   2 of 2 new, 0 old, 2 healthy",
      "Roll out   complete, no task of revision 12 is left",
      "Health     2 of 2 targets healthy",
      "Tag        release-13",
      "Parameter  /smart360/production/billing/image",
      `billing runs build-42 (${short("build-42")}) as revision 13.`,
      `Before it ran ${short("build-41")} as revision 12.`,
      "To go back: smart360 ship billing --rollback --to 12",
    ]);
    expect(releases.world.rest).toEqual({
      parameter: "build-42",
      runs: 13,
      revisions: ["11 build-40", "12 build-41", "13 build-42"],
      locks: 0,
    });
    expect(releases.world.parameter).toBe(uriOf("build-42"));
    expect(releases.world.image("build-42")?.tags).toEqual(["build-42", "release-13"]);
  });

  it("registers every field of the template and its tags; only the image is another", async () => {
    await run({ image: "build-42" });
    expect(inputOf("RegisterTaskDefinition")).toEqual({ ...fullDefinition(uriOf("build-42")), tags: templateTags });
    const described = releases.world.ecs.revisions.at(-2)?.definition ?? {};
    expect(Object.keys(described).filter((field) => !(field in fullDefinition("")))).toEqual([
      "taskDefinitionArn",
      "revision",
      "status",
      "requiresAttributes",
      "compatibilities",
      "registeredAt",
      "registeredBy",
    ]);
    expect(addedByEcs).toEqual(expect.arrayContaining(["deregisteredAt", "deleteRequestedAt"]));
  });

  it("migrates with the new revision, in the service's own capacity, before the service is touched", async () => {
    await run({ image: "build-42" });
    expect(inputOf("RunTask")).toMatchObject({
      cluster: "smart360-production",
      taskDefinition: releases.world.ecs.arn(13),
      count: 1,
      capacityProviderStrategy: [{ capacityProvider: "smart360-production", base: 0, weight: 100 }],
      overrides: {
        containerOverrides: [{ name: "billing", command: ["python", "manage.py", "migrate", "--noinput"] }],
      },
      startedBy: "smart360-ship/billing",
      propagateTags: "TASK_DEFINITION",
    });
    expect(inputOf("UpdateService")).toEqual({
      cluster: "smart360-production",
      service: "smart360-production-billing",
      taskDefinition: releases.world.ecs.arn(13),
    });
    expect(actions().indexOf("UpdateService")).toBeGreaterThan(actions().lastIndexOf("DescribeTasks"));
    expect(actions().lastIndexOf("PutParameter")).toBeGreaterThan(actions().lastIndexOf("PutImage"));
  });

  it.each([
    ["a digest", () => digestOf("build-42")],
    ["a URI with a tag", () => `${registry}:build-42`],
    ["a URI with a digest", () => uriOf("build-42")],
  ])("takes %s", async (_, image) => {
    expect((await run({ image: image() })).code).toBe(0);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 13 });
  });

  it("of a second image follows the first", async () => {
    releases.world.push("build-43");
    await run({ image: "build-42" });
    expect((await run({ image: "build-43" })).printed.slice(-3)).toEqual([
      `billing runs build-43 (${short("build-43")}) as revision 14.`,
      `Before it ran ${short("build-42")} as revision 13.`,
      "To go back: smart360 ship billing --rollback --to 13",
    ]);
    expect(releases.world.rest).toEqual({
      parameter: "build-43",
      runs: 14,
      revisions: ["11 build-40", "12 build-41", "13 build-42", "14 build-43"],
      locks: 0,
    });
  });

  it("of what runs already changes nothing", async () => {
    const { code, printed } = await run({ image: "build-41" });
    expect([code, printed.at(-1)]).toEqual([
      0,
      `billing runs build-41 (${short("build-41")}) already, as revision 12. For new tasks with it: --redeploy.`,
    ]);
    expect(actions()).not.toContain("RegisterTaskDefinition");
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 12, locks: 0 });
  });

  it("of a service that is to have no task says that nothing runs", async () => {
    releases.world.ecs.desiredCount = 0;
    releases.world.ecs.rollouts = [
      [(own) => ({ deployments: [{ ...own, desiredCount: 0, rolloutState: "COMPLETED" }] })],
    ];
    const { code, printed, noted } = await run({ image: "build-42", json: true });
    const message =
      `billing is to start with build-42 (${short("build-42")}) as revision 13, but nothing runs: its desired count is 0.\n` +
      `Before it was ${short("build-41")} as revision 12. Whether the new one is healthy is not known.`;
    expect(noted).toContain("Health     nothing runs: the desired count is 0");
    expect([code, JSON.parse(printed.join("\n"))]).toEqual([
      0,
      {
        environment: "production",
        service: "billing",
        action: "deploy",
        outcome: "idle",
        image: uriOf("build-42"),
        before: { image: uriOf("build-41"), revision: 12 },
        message,
      },
    ]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 13, locks: 0 });
  });

  it("tells a machine the result on stdout, and the steps on stderr", async () => {
    const { code, printed, noted } = await run({ image: "build-42", json: true });
    expect([code, JSON.parse(printed.join("\n"))]).toEqual([
      0,
      {
        environment: "production",
        service: "billing",
        action: "deploy",
        outcome: "released",
        image: uriOf("build-42"),
        running: { image: uriOf("build-42"), revision: 13 },
        before: { image: uriOf("build-41"), revision: 12 },
        message: `billing runs build-42 (${short("build-42")}) as revision 13.\nBefore it ran ${short("build-41")} as revision 12.`,
      },
    ]);
    expect(noted).toContain("Tag        release-13");
  });
});

describe("a redeploy", () => {
  it("registers the newest template again, with the image that runs, and migrates", async () => {
    const { code, printed } = await run({ redeploy: true });
    expect(code).toBe(0);
    expect(printed[2]).toBe(`Image      build-41 (${short("build-41")})`);
    expect(releases.world.rest).toEqual({
      parameter: "build-41",
      runs: 13,
      revisions: ["11 build-40", "12 build-41", "13 build-41"],
      locks: 0,
    });
    expect(releases.world.ecs.tasks).toHaveLength(1);
  });
});

describe("a rollback", () => {
  it("registers the template with the image that ran before, and migrates nothing", async () => {
    const { code, printed } = await run({ rollback: true });
    expect(code).toBe(0);
    expect(steady(printed).slice(2, 6)).toEqual([
      "Image      going back to that of revision 11",
      `Image      build-40 (${short("build-40")})`,
      "Register   revision 13, which differs from 12 in the image only",
      "Migrate    none: a rollback brings nothing that was not run",
    ]);
    expect(releases.world.rest).toEqual({
      parameter: "build-40",
      runs: 13,
      revisions: ["11 build-40", "12 build-41", "13 build-40"],
      locks: 0,
    });
    expect(inputOf("RegisterTaskDefinition")).toEqual({ ...fullDefinition(uriOf("build-40")), tags: templateTags });
  });

  it("of a rollback goes further back; --to names any revision", async () => {
    await run({ image: "build-42" });
    await run({ rollback: true });
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 14 });
    await run({ rollback: true });
    expect(releases.world.rest).toMatchObject({ parameter: "build-40", runs: 15 });
    await run({ rollback: true, to: 13 });
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 16 });
  });

  it("takes the current template: what was changed since stays changed", async () => {
    const changed = fullDefinition(uriOf("build-41"));
    releases.world.ecs.add({ ...changed, cpu: "1024" }, templateTags);
    releases.world.ecs.settle(13);
    expect((await run({ rollback: true })).code).toBe(0);
    expect(releases.world.ecs.revisions.at(-1)?.definition).toMatchObject({ revision: 14, cpu: "1024" });
    expect(releases.world.rest).toMatchObject({ parameter: "build-40", runs: 14 });
  });

  it("is not held up by findings", async () => {
    const image = releases.world.image("build-40");
    if (image !== undefined) image.scan = { status: "COMPLETE", counts: { CRITICAL: 1 } };
    expect((await run({ rollback: true })).code).toBe(0);
  });

  it.each([
    [
      "to the image that runs",
      { to: 12 },
      "billing already runs the image of revision 12. For new tasks with it: --redeploy. Nothing was done.",
    ],
    [
      "to a revision that is not there",
      { to: 99 },
      "billing has no revision 99. Which there are: aws ecs list-task-definitions " +
        "--family-prefix smart360-production-billing --sort DESC. Nothing was done.",
    ],
  ])("%s is refused", async (_, options, message) => {
    expect(await refusal(run({ rollback: true, ...options }))).toEqual(["UserError", message]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 12, locks: 0 });
  });

  it("to an image that ECR has let go is refused", async () => {
    releases.world.images = releases.world.images.filter(({ tags }) => !tags.includes("build-40"));
    expect(await refusal(run({ rollback: true }))).toEqual([
      "UserError",
      `The image ${short("build-40")} of revision 11 of billing is not in ECR any more: it was deleted, or has expired. ` +
        "Nothing was done. Release another one: --image <tag>, or --rollback --to <revision>.",
    ]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 12, locks: 0 });
  });

  it("to a failed release is refused, and without an earlier image", async () => {
    Object.assign(releases.world.ecs.revisions[0]?.definition ?? {}, { status: "INACTIVE" });
    expect(await refusal(run({ rollback: true, to: 11 }))).toEqual([
      "UserError",
      "Revision 11 of billing was deregistered: its release failed. Give another one. Nothing was done.",
    ]);
    expect(await refusal(run({ rollback: true }))).toEqual([
      "UserError",
      "No active revision of billing from before the image that runs has another one: there is nothing to roll back to. " +
        "Release an image instead: --image <tag>. Nothing was done.",
    ]);
  });

  it("is taken back by what it prints, and names later images where none is earlier", async () => {
    await run({ image: "build-42" });
    const { printed } = await run({ rollback: true, to: 11 });
    expect(printed.at(-1)).toBe("To go back: smart360 ship billing --rollback --to 13");
    expect(await refusal(run({ rollback: true }))).toEqual([
      "UserError",
      "No active revision of billing from before the image that runs has another one: there is nothing to roll back to. " +
        "Later ones have: revision 13, 12. Name one: --rollback --to 13. Nothing was done.",
    ]);
    expect((await run({ rollback: true, to: 13 })).code).toBe(0);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 15, locks: 0 });
  });

  it("offers no way back from the same image", async () => {
    const { printed } = await run({ redeploy: true });
    expect(printed.filter((line) => line.startsWith("To go back"))).toEqual([]);
  });
});

describe("a first release", () => {
  it("names the image for the stack that is applied next", async () => {
    releases.world.ecs.hasService = false;
    releases.world.parameter = "unreleased";
    const { code, printed } = await run({ image: "build-42", first: true });
    expect([code, steady(printed)]).toEqual([
      0,
      [
        "production, billing: first release of build-42",
        "Lock       service-billing (<id>)",
        `Image      build-42 (${short("build-42")}): no findings`,
        `Tag        release-first-${digestOf("build-42").slice(7, 19)}`,
        "Parameter  /smart360/production/billing/image",
        `billing is to start with build-42 (${short("build-42")}). Now apply the stack service-billing, ` +
          "then run its migrations: smart360 ship billing --redeploy.",
      ],
    ]);
    expect(releases.world.parameter).toBe(uriOf("build-42"));
    expect(releases.world.rest.locks).toBe(0);
  });

  it("can be repeated, with another image too, before there is a cluster", async () => {
    releases.world.ecs.hasCluster = false;
    releases.world.push("build-43");
    for (const image of ["build-42", "build-42", "build-43"]) expect((await run({ image, first: true })).code).toBe(0);
    expect(releases.world.rest).toMatchObject({ parameter: "build-43", locks: 0 });
  });

  it("is for services that are not there yet, the others for those that are", async () => {
    expect(await refusal(run({ image: "build-42", first: true }))).toEqual([
      "UserError",
      "ECS runs smart360-production-billing already: --first is for services that are not there yet. " +
        "Leave it out: smart360 ship billing --image <tag>. Nothing was done.",
    ]);
    releases.world.ecs.hasService = false;
    expect(await refusal(run({ image: "build-42" }))).toEqual([
      "UserError",
      "ECS has no service smart360-production-billing. For its first release: smart360 ship billing --first --image <tag>, " +
        "then apply the stack service-billing. Nothing was done.",
    ]);
    releases.world.parameter = undefined;
    expect(await refusal(run({ image: "build-42", first: true }))).toEqual([
      "UserError",
      "There is no parameter /smart360/production/billing/image. Apply the stack `registry` first.",
    ]);
  });
});
