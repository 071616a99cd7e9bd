/** AWS as it is: it tells late of what it did, forgets deployments, and does not always answer. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fullDefinition, templateTags, uriOf } from "../../support/release-world";
import { describeReleases } from "../../support/releasing";
import { jsonAnswer, jsonError, queryError, type Answer } from "../../support/scripted-aws";
import { listedLate, replacedBy, stalls, succeeds, type Look } from "../../support/scripted-ecs";

const releases = describeReleases();
const { run, actions } = releases;
const asBefore = { parameter: "build-41", runs: 12, revisions: ["11 build-40", "12 build-41"], locks: 0 };
const released = { parameter: "build-42", runs: 13, locks: 0 };
const throttled = jsonError("ThrottlingException", "Rate exceeded");
/** As many as a call is tried. */
const tries = 8;
const breaker = "ECS deployment circuit breaker";
const times = (count: number, answer: Answer) => Array.from({ length: count }, () => answer);

// The waits between two tries of a call are drawn at random.
beforeEach(() => void vi.spyOn(Math, "random").mockReturnValue(0));
afterEach(() => void vi.restoreAllMocks());

/** Refuses an action as soon as the deployment has been seen, and for so many tries. */
function refuseDuringRollout(action: string, answers: readonly Answer[]): void {
  releases.world.onCall = (call) => {
    if (call.action === "DescribeTargetHealth" && !releases.world.refusals.has(action))
      releases.world.refusals.set(action, [...answers]);
  };
}

describe("revisions", () => {
  it("that are listed though a killed release's was deregistered are no reason to stop", async () => {
    const { ecs, refusals } = releases.world;
    ecs.add(fullDefinition(uriOf("build-40")), templateTags);
    const listed = (...numbers: readonly number[]) =>
      jsonAnswer({ taskDefinitionArns: numbers.map((number) => ecs.arn(number)) });
    refusals.set("ListTaskDefinitions", [listed(13, 12, 11), listed(13, 12, 11), listed(14, 13, 12, 11)]);
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.filter((line) => line.includes("somebody else"))]).toEqual([0, []]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 14, locks: 0 });
  });
});

describe("a service", () => {
  it("that is told to go back, and is said to be as before, is asked again", async () => {
    const { ecs } = releases.world;
    ecs.rollouts = [stalls, succeeds];
    let [looks, updates] = [0, 0];
    releases.world.onCall = ({ action }) => {
      if (action === "DescribeTargetHealth" && (looks += 1) === 3) process.emit("SIGINT");
      if (action !== "UpdateService" || (updates += 1) !== 2) return;
      const service = { status: "ACTIVE", desiredCount: 2, taskDefinition: ecs.arn(13), events: [] };
      releases.world.refusals.set("DescribeServices", [
        jsonAnswer({ services: [{ ...service, deployments: ecs.deployments }] }),
      ]);
    };
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.at(-1)]).toEqual([
      130,
      "billing goes back to revision 12. Revision 13 is deregistered, the parameter is as it was.",
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });
});

describe("a deployment", () => {
  it("that ECS lists late is not taken for one that was rolled back", async () => {
    releases.world.ecs.rollouts = [listedLate];
    const { code, printed } = await run({ image: "build-42" });
    expect(printed.filter((line) => line.includes("goes back"))).toEqual([]);
    expect([code, releases.world.rest]).toMatchObject([0, released]);
  });

  it("that ECS never lists is said to be unknown, and what ran before is what the service is told last", async () => {
    releases.world.ecs.rollouts = [[(_, before) => ({ deployments: [{ ...before, status: "PRIMARY" }] })]];
    const { code, printed } = await run({ image: "build-42", pollSeconds: 30 });
    expect([code, printed.slice(-2)]).toEqual([
      1,
      [
        expect.stringMatching(
          /^billing is not released\. Roll out failed: ECS told of deployment ecs-svc\/\d+, and has not listed it in 60 seconds: what became of it is not known\.$/,
        ),
        "billing runs revision 12 again. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(actions().filter((action) => action === "UpdateService")).toHaveLength(2);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("that no look met is told as rolled back while ECS goes back", async () => {
    const goingBack: Look = (_, before) => ({
      deployments: [
        { ...before, status: "PRIMARY", rolloutState: "IN_PROGRESS", rolloutStateReason: `${breaker}: rolling back.` },
      ],
    });
    const back: Look = (_, before) => ({ deployments: [{ ...before, status: "PRIMARY" }] });
    releases.world.ecs.rollouts = [[goingBack, goingBack, goingBack, goingBack, back]];
    const { code, printed } = await run({ image: "build-42", pollSeconds: 30 });
    expect([code, printed.slice(-2)]).toEqual([
      1,
      [
        `billing is not released. Roll out failed: ECS rolled it back to revision 12 (${breaker}: rolling back).`,
        "billing runs revision 12. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("that was interrupted before ECS listed it is put back all the same", async () => {
    releases.world.ecs.rollouts = [listedLate, succeeds];
    releases.world.onCall = ({ action }) => {
      if (action === "DescribeTargetHealth" && actions().filter((one) => one === action).length === 1)
        process.emit("SIGINT");
    };
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.at(-1)]).toEqual([
      130,
      "billing goes back to revision 12. Revision 13 is deregistered, the parameter is as it was.",
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("that is gone from the list, another one in its place, is superseded", async () => {
    const other = releases.world.ecs.add(fullDefinition(uriOf("build-40")), templateTags, 10);
    releases.world.ecs.rollouts = [replacedBy(other.taskDefinition.taskDefinitionArn)];
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.slice(-2)]).toEqual([
      1,
      [
        "billing is not released. Roll out failed: deployment ecs-svc/other of revision 10 took its place; somebody else started it.",
        "billing runs what another deployment brought. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
  });

  it("that one answer alone does not know is followed on", async () => {
    const [first, ...rest] = succeeds;
    const once: Look = (own) => ({
      deployments: [{ ...own, id: "ecs-svc/stale", taskDefinition: releases.world.ecs.arn(9) }],
    });
    releases.world.ecs.rollouts = [[...(first === undefined ? [] : [first]), once, ...rest]];
    expect((await run({ image: "build-42" })).code).toBe(0);
    expect(releases.world.rest).toMatchObject(released);
  });

  it("that nobody may look at for longer than a call is tried goes on, and is followed to its end", async () => {
    refuseDuringRollout("DescribeServices", times(tries + 1, throttled));
    const { code, printed } = await run({ image: "build-42" });
    expect(printed).toContain("Roll out   asking again: AWS refused DescribeServices: Rate exceeded");
    expect([code, releases.world.rest]).toMatchObject([0, released]);
    expect(actions().filter((action) => action === "UpdateService")).toHaveLength(1);
  });

  it("whose targets the load balancer does not tell for a moment goes on without them", async () => {
    const broken = { ...queryError("InternalFailure", "Not now."), status: 500 };
    releases.world.onCall = ({ action }) => {
      if (action === "UpdateService") releases.world.refusals.set("DescribeTargetHealth", times(tries, broken));
    };
    const { code, printed } = await run({ image: "build-42" });
    expect(printed).toContain("Roll out   0 of 2 new, 2 old (1 starting)");
    expect(printed).toContain("Health     2 of 2 targets healthy");
    expect([code, releases.world.rest]).toMatchObject([0, released]);
  });

  it("that cannot be looked at until the time is up is said to be so", async () => {
    releases.world.ecs.rollouts = [stalls, succeeds];
    releases.world.onCall = ({ action }) => {
      const isFirst = !releases.world.refusals.has("DescribeServices");
      if (action === "UpdateService" && isFirst)
        releases.world.refusals.set("DescribeServices", times(2 * tries, throttled));
    };
    const { code, printed } = await run({ image: "build-42", timeoutMinutes: 1, pollSeconds: 60 });
    expect([code, printed.slice(-2)]).toEqual([
      1,
      [
        "billing is not released. Roll out failed: AWS refused DescribeServices: Rate exceeded",
        "billing goes back to revision 12. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
  });
});

it("a revision that is deregistered, and still listed as active, is not met again", async () => {
  const { arn } = releases.world.ecs;
  releases.world.ecs.add(fullDefinition(uriOf("build-40")), templateTags);
  const stale = jsonAnswer({ taskDefinitionArns: [arn(13), arn(12), arn(11)] });
  releases.world.refusals.set("ListTaskDefinitions", [stale, stale]);
  const { code, printed } = await run({ image: "build-42" });
  expect([code, printed.filter((line) => line.startsWith("Left over"))]).toEqual([
    0,
    ["Left over  revision 13 of a killed release: deregistered"],
  ]);
  expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 14 });
});

it("a migration that nobody may look at for a while is not stopped for it", async () => {
  releases.world.onCall = ({ action }) => {
    if (action === "RunTask") releases.world.refusals.set("DescribeTasks", times(tries, throttled));
  };
  expect((await run({ image: "build-42" })).code).toBe(0);
  expect(actions()).not.toContain("StopTask");
});
